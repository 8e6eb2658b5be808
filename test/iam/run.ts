/**
 * Compares what the functions ask of AWS with what their roles allow, and prints function × permission × calls.
 *
 *   node test/iam/run.ts [--write] [--help]
 *
 * --write  writes docs/permissions.md
 * Ends with 1 when a permission is missing or unused.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { documentFile, permissionsDocument } from './document.ts';
import { examine } from './examine.ts';

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

const usage = 'node test/iam/run.ts [--write]\n  --write  writes docs/permissions.md';

const { values } = parseArgs({ options: { write: { type: 'boolean' }, help: { type: 'boolean' } } });
if (values.help) say(usage);
else {
  const { uses, missing, unused, superfluous } = await examine((line) => say(`  ${line}`));
  for (const { right, calls } of uses)
    say([right.role.padEnd(22), right.action.padEnd(36), right.resource, calls.join(', ')].join('  '));
  const found = [...missing, ...unused, ...superfluous.map((reason) => `no longer needed: ${reason}`)];
  for (const line of found) say(line);
  say(`${uses.length} rights, ${missing.length} missing, ${unused.length} unused`);
  if (values.write) writeFileSync(documentFile, permissionsDocument(uses));
  process.exitCode = found.length === 0 ? 0 : 1;
}
