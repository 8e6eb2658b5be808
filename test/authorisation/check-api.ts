import { randomUUID } from 'node:crypto';
import { routes } from '#functions/agent-api/routes.ts';
import { connectionRoutes } from '#functions/connections-api/routes.ts';
import { type Answer, isRefusal, type Verdict } from './ask.ts';
import {
  agentApi,
  type Cell,
  connectionsApi,
  type Names,
  openRoutes,
  others,
  type Row,
  roleColumns,
} from './expectations.ts';
import { type About, type Sample, sampleFor } from './samples.ts';
import { canary, otherOf, persons } from './seed.ts';
import type { World } from './world.ts';

/** Asks the running agent and connections APIs for every cell of their tables. */

const statuses = new Map(
  [...routes, ...connectionRoutes].map(({ method, path, answers }): [string, number] => [
    `${method} ${path}`,
    answers.status,
  ]),
);
const successOf = (route: string): number => statuses.get(route) ?? 0;

/** An id that a route is asked about. `absent`: there is none. */
type Target = { readonly whose: 'own' | 'foreign' | 'absent'; readonly id: string; readonly about: About };

const foreignNames: Partial<Record<Names, readonly Target['whose'][]>> = {
  conversation: ['own', 'foreign', 'absent'],
  customer: ['own', 'foreign', 'absent'],
  agent: ['own', 'foreign', 'absent'],
  connection: ['own', 'foreign', 'absent'],
  quarantine: ['foreign', 'absent'],
  list: ['foreign'],
};

function idOf(names: Names, whose: Target['whose'], { about, self }: { about: About; self: string }): string {
  if (whose === 'absent') return 'gone';
  switch (names) {
    case 'conversation':
      return about.asked.id;
    case 'customer':
      return about.asked.customerId;
    case 'agent':
      return whose === 'own' ? self : 'colleague';
    case 'connection':
      return whose === 'own' ? 'support-twilio-voice' : otherOf('support-twilio-voice');
    case 'quarantine':
      return 'quarantined';
    default:
      return `made-${randomUUID()}`;
  }
}

/** What a cell asks for one target: let in, or refused with a status. */
function expectedFor(cell: Cell, names: Names, whose: Target['whose']): 'let in' | 401 | 403 | 404 {
  if (typeof cell === 'number') return cell;
  if (cell === 'own' && whose !== 'own')
    return others[names] === 403 && whose === 'absent' ? 403 : (others[names] ?? 'let in');
  return whose === 'absent' ? 404 : 'let in';
}

function pathOf(route: string, id: string, { parts = {}, query }: Sample): string {
  const [, path = ''] = route.split(' ');
  const filled = path.replace(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent(name === 'id' ? id : (parts[name] ?? 'gone')),
  );
  return query === undefined ? filled : `${filled}?${query}`;
}

export function requestFor(route: string, target: Pick<Target, 'id' | 'about'>) {
  const sample = sampleFor(route, target.about);
  const [method = ''] = route.split(' ');
  return {
    method,
    path: pathOf(route, target.id, sample),
    headers: { 'idempotency-key': randomUUID() },
    ...(sample.body === undefined ? {} : { body: sample.body }),
  };
}

function wrongWith(answer: Answer, expected: ReturnType<typeof expectedFor>, route: string): string | undefined {
  const { status, body } = answer;
  if (isRefusal(status) && body.includes(canary)) return 'the refusal carries what is somebody else’s';
  const wanted = expected === 'let in' ? successOf(route) : expected;
  return status === wanted ? undefined : `answered ${status}, not ${wanted}: ${body.slice(0, 300)}`;
}

/** The same but for the request's number and the id that was asked for. */
const comparable = ({ body }: Answer, id: string): string =>
  body.replaceAll(id, '{id}').replace(/"instance":"[^"]*"/, '');

type Asked = { readonly verdict: Verdict; readonly answer: Answer; readonly id: string; readonly whose: string };

export async function aboutOf(world: World, whose: 'own' | 'foreign', isRead: boolean): Promise<About> {
  // What only reads can share one conversation; what changes it needs a new one.
  const make = async (): Promise<About> => {
    const asked = await world.conversationOf(whose);
    const beside = await world.conversationOf(whose, asked.customerId);
    return { asked, beside, another: await world.conversationOf(whose) };
  };
  if (!isRead) return make();
  const shared = known.get(world) ?? new Map<string, Promise<About>>();
  known.set(world, shared);
  const about = shared.get(whose) ?? make();
  shared.set(whose, about);
  return about;
}
const known = new WeakMap<World, Map<string, Promise<About>>>();

async function askCell(world: World, [route, names, ...cells]: Row, column: number): Promise<readonly Verdict[]> {
  const role = roleColumns[column] ?? 'admin';
  const cell = cells[column] ?? 401;
  const asked: Asked[] = [];
  for (const whose of foreignNames[names] ?? (['own'] as const)) {
    const isRefused = expectedFor(cell, names, whose) !== 'let in';
    const about = await aboutOf(world, whose === 'own' ? 'own' : 'foreign', isRefused || route.startsWith('GET'));
    const id = idOf(names, whose, { about, self: persons[role].id });
    const { headers, ...request } = requestFor(route, { id, about });
    const answer = await world.ask({ ...request, headers: { ...headers, authorization: world.signedIn[role] } });
    const expected = expectedFor(cell, names, whose);
    const hasLeaked = cell === 'own' && names === 'list' && answer.body.includes(canary);
    const wrong = hasLeaked ? 'the list shows what is somebody else’s' : wrongWith(answer, expected, route);
    const verdict = { group: 'signed in', cell: `${role} ${route} ${whose}`, expected: String(expected), wrong };
    asked.push({ verdict, answer, id, whose });
  }
  return [...asked.map(({ verdict }) => verdict), ...sameRefusal(asked, `${role} ${route}`)];
}

/** What is somebody else's and what is not there are answered alike. */
function sameRefusal(asked: readonly Asked[], cell: string): readonly Verdict[] {
  const foreign = asked.find(({ whose, answer }) => whose === 'foreign' && answer.status === 404);
  const absent = asked.find(({ whose }) => whose === 'absent');
  if (!foreign || !absent) return [];
  const isSame = comparable(foreign.answer, foreign.id) === comparable(absent.answer, absent.id);
  const wrong = isSame ? undefined : `${foreign.answer.body} is told from ${absent.answer.body}`;
  return [{ group: 'signed in', cell: `${cell} foreign as absent`, expected: 'alike', wrong }];
}

/** Every row asked without a good token, about what is there and full of the canary. */
async function askStrangers(world: World, [route]: Row): Promise<readonly Verdict[]> {
  const about = await aboutOf(world, 'foreign', true);
  const { headers, path, ...request } = requestFor(route, { id: about.asked.id, about });
  const verdicts: Verdict[] = [];
  const check = async (who: string, expected: 401 | 403, given: { authorization?: string; query?: string }) => {
    const { authorization, query } = given;
    const answer = await world.ask({
      ...request,
      path: query === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`,
      headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) },
    });
    const wrong = wrongWith(answer, expected, route);
    verdicts.push({ group: 'no good token', cell: `${who} ${route}`, expected: String(expected), wrong });
  };
  for (const [who, bad] of Object.entries(world.bad)) await check(who, 401, bad);
  await check('in no group', 403, { authorization: world.signedIn['nobody’s group'] });
  return verdicts;
}

export async function checkApis(world: World): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const row of [...agentApi, ...connectionsApi]) {
    verdicts.push(...(await askStrangers(world, row)));
    for (const column of roleColumns.keys()) verdicts.push(...(await askCell(world, row, column)));
  }
  for (const route of openRoutes)
    for (const [who, { authorization }] of Object.entries({ ...world.bad, nobody: {} as { authorization?: string } })) {
      const [method = '', path = ''] = route.split(' ');
      const { status } = await world.ask({
        method,
        path,
        headers: authorization === undefined ? {} : { authorization },
      });
      const wrong = status === 200 ? undefined : `answered ${status}`;
      verdicts.push({ group: 'open', cell: `${who} ${route}`, expected: 'let in', wrong });
    }
  return verdicts;
}
