import { writeFileSync } from 'node:fs';
import { openApiDocument } from '#functions/agent-api/openapi.ts';

/** Writes what is made from code; a test checks that it is current. */
export const generated: Readonly<Record<string, () => string>> = {
  'functions/agent-api/openapi.json': () => `${JSON.stringify(openApiDocument(), null, 2)}\n`,
};

if (import.meta.main) for (const [file, make] of Object.entries(generated)) writeFileSync(file, make());
