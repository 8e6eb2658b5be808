import type { Hostile, Verdict } from '../contract.ts';
import { awsStandIn } from './aws-stand-in.ts';
import { type Entrance, entrances } from './entrances.ts';
import { type HostileJson, hostileJson } from './hostile-json.ts';
import { byKind } from './together.ts';

/** What other entrances are told by: a prototype that somebody wrote to would change every object from then on. */
function mustBeClean(): void {
  const names = Reflect.ownKeys(Object.prototype).map(String);
  if (names.length !== 12 || 'isAdmin' in {}) throw new Error(`Object.prototype was written to: ${names.join()}`);
}

const valuesOfJson = ['null', 'a number', 'a text', 'an empty array'];

/**
 * X answers challenges with the same secret: what is no object is refused there. An empty body asks for a session all the
 * same. JSON that is no object is for quarantine to tell.
 */
const isException = ({ name }: Entrance, { name: input, kind }: HostileJson): boolean =>
  (name === 'the webhook of x' &&
    kind === 'broken' &&
    !/^(?:NaN|comments|a comma too many|30,000 opened objects|an opened text)$/.test(input)) ||
  (name === 'the webhook of generic-webhook' && valuesOfJson.includes(input)) ||
  (name === 'the chat API: sessions' && input === 'nothing');

function expectedOf(entrance: Entrance, input: HostileJson): Verdict['outcome'] {
  const isRefused = entrance.refuses.includes(input.kind) !== isException(entrance, input);
  return isRefused ? 'refused' : 'stored';
}

function caseOf(entrance: Entrance, input: HostileJson): Hostile {
  let body = '';
  return {
    group: 'JSON bodies',
    name: `${entrance.name}: ${input.name}`,
    expects: expectedOf(entrance, input),
    prepare: async () => {
      await awsStandIn();
      body = input.of(entrance.valid);
    },
    run: async () => {
      const verdict = await entrance.enter(body);
      mustBeClean();
      return verdict;
    },
    cleanUp: async () => {
      body = '';
    },
  };
}

const asItShouldBe: HostileJson = { name: 'as it should be', kind: 'odd', of: (valid) => valid };

const inputs = [asItShouldBe, ...hostileJson];
const isHuge = ({ kind }: HostileJson): boolean => kind === 'huge';

/** What is huge is measured one by one. */
export const bodyCases: readonly Hostile[] = entrances.flatMap((entrance) => [
  ...byKind(
    inputs.filter((input) => !isHuge(input)).map((input) => caseOf(entrance, input)),
    () => entrance.name,
  ),
  ...inputs.filter(isHuge).map((input) => ({ ...caseOf(entrance, input), isLong: true })),
]);
