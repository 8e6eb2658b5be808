import { functionNames } from '#local/functions.ts';
import { acknowledgementOf, exercisedByServices } from './exercised-by-services.ts';
import type { Use } from './judge.ts';

/** Where the document lies. */
export const documentFile = new URL('../../docs/permissions.md', import.meta.url);

const introduction = `# Permissions

What each role may do, as the template of production says it. Made by \`node test/iam/run.ts --write\`; a test fails when
it is out of date, when a function asks AWS for something that is not here, and when something here is never asked for.
\`by\` names the calls in which the right was used while every channel, screen and timer was exercised.
`;

/** Logical ids end in a hash of their path; regions and accounts are everywhere the same. */
const shortened = (resource: string): string =>
  resource
    .replace(/^arn:aws:/, '')
    .replace(/:us-east-1:000000000000:|::000000000000:/, ':')
    .replace(/(?<=[A-Za-z]{3})[0-9A-Fa-f]{8}(?![0-9A-Za-z])/g, '')
    .replaceAll('|', '\\|');

const byName = (one: string, other: string): number => one.localeCompare(other, 'en');

const lineOf = ({ right, calls }: Use): string => {
  const { action, resource } = right;
  const only = right.condition ? `, only if ${JSON.stringify(right.condition)}` : '';
  return `| ${action} | ${shortened(resource)}${only} | ${told(calls)} |`;
};

/** Whether messages go one by one or together is chance. */
const told = (calls: readonly string[]): string =>
  [...new Set(calls.map((call) => call.replace(/^SendMessageBatch$/, 'SendMessage')))].join(', ');

/** Functions that may do the same things share a table. */
function tables(uses: readonly Use[]): readonly string[] {
  const roles = [...new Set(uses.map(({ right }) => right.role))];
  const ours = uses.filter(({ right, calls }) => calls.length > 0 || acknowledgementOf(right) === undefined);
  const bodyOf = (role: string): string =>
    ours
      .filter(({ right }) => right.role === role)
      .map(lineOf)
      .toSorted(byName)
      .join('\n');
  const titles = Map.groupBy(roles, bodyOf);
  titles.delete('');
  return [...titles].map(([body, names]) => {
    const title = names.map((name) => ((functionNames as readonly string[]).includes(name) ? name : shortened(name)));
    return `## ${title.toSorted(byName).join(', ')}\n\n| action | on | by |\n| --- | --- | --- |\n${body}\n`;
  });
}

/** The document, in the order of the catalogue. */
export function permissionsDocument(uses: readonly Use[]): string {
  const services = exercisedByServices.map(({ actions, reason }) => `- ${actions.join(', ')}: ${reason}`);
  return `${[introduction, ...tables(uses), '## Used by services\n', ...services].join('\n')}\n`;
}
