import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { routes as agentRoutes } from '#functions/agent-api/routes.ts';
import { connectionRoutes } from '#functions/connections-api/routes.ts';
import type { DescribedRoute } from '#functions/middleware/api/serve.ts';
import { openApiDocument } from '../../../docs/openapi.ts';

type Operation = {
  readonly parameters: readonly { readonly name: string }[];
  readonly responses: Record<string, unknown>;
};
const document: { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, unknown> } } =
  JSON.parse(JSON.stringify(openApiDocument()));

const routes: readonly DescribedRoute[] = [...agentRoutes, ...connectionRoutes];

describe('the OpenAPI document', () => {
  it('is current; `npm run docs` writes it', () => {
    const file = new URL('../../../functions/agent-api/openapi.json', import.meta.url);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toStrictEqual(document);
  });

  it.each(routes)('has $method $path', (route) => {
    const operation = document.paths[route.path]?.[route.method.toLowerCase()];
    const names = operation?.parameters.map(({ name }) => name);
    for (const [, part] of route.path.matchAll(/\{(\w+)\}/g)) expect(names).toContain(part);
    expect(names?.includes('Idempotency-Key')).toBe(route.takesKey ?? false);
    expect(operation?.responses).toHaveProperty(String(route.answers.status));
  });

  it('has nothing else', () => {
    const described = Object.values(document.paths).flatMap((operations) => Object.keys(operations));
    expect(described).toHaveLength(routes.length);
  });

  it('refers to nothing that it does not have', () => {
    const referred = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name ?? '',
    );
    expect(referred.length).toBeGreaterThan(0);
    for (const name of new Set(referred)) expect(document.components.schemas).toHaveProperty(name);
  });
});
