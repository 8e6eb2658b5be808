import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { $ClientFrame as $VisitorFrame } from '#domain/chat/protocol.ts';
import { routes } from '#functions/agent-api/routes.ts';
import { catalogue } from '#functions/catalogue.ts';
import { connectionRoutes } from '#functions/connections-api/routes.ts';
import { type FunctionRow, socketApis } from '#functions/function-row.ts';
import { $ClientFrame } from '#functions/realtime/contract.ts';
import type { Verdict } from './ask.ts';
import { checkAll } from './check-all.ts';
import { agentApi, connectionsApi, openRoutes } from './expectations.ts';
import { challenges, chatApi, forms, frames, handshakes, webhooks } from './other-expectations.ts';
import { authorisationPage, pageFile } from './page.ts';
import { sampled } from './samples.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let verdicts: readonly Verdict[];
beforeAll(async () => {
  world = await startWorld();
  verdicts = await checkAll(world, () => undefined);
}, 120_000);
afterAll(() => world.stop());

const wrong = (group: string): readonly string[] =>
  verdicts.filter((one) => one.group === group && one.wrong !== undefined).map((one) => `${one.cell}: ${one.wrong}`);

const groups = ['no good token', 'signed in', 'open', 'visitors', 'webhooks', 'handshakes', 'frames', 'effects'];

describe('whoever asks', () => {
  it.each(groups)('gets what the table says: %s', (group) => {
    expect(verdicts.filter((one) => one.group === group)).not.toHaveLength(0);
    expect(wrong(group)).toStrictEqual([]);
  });

  it('is asked about in no group that is not looked at here', () => {
    expect([...new Set(verdicts.map(({ group }) => group))].toSorted()).toStrictEqual(groups.toSorted());
  });
});

const named = (all: readonly { readonly method: string; readonly path: string }[]) =>
  all.map(({ method, path }) => `${method} ${path}`).toSorted();
const first = (rows: readonly (readonly [string, ...unknown[]])[]) => rows.map(([route]) => route).toSorted();

describe('every way in has its row', () => {
  it('of the agent API', () => expect(first(agentApi)).toStrictEqual(named(routes)));

  it('of the connections API', () => expect(first(connectionsApi)).toStrictEqual(named(connectionRoutes)));

  it('with a body where the route takes one', () => {
    const takeOne = [...routes, ...connectionRoutes].filter(({ body }) => body !== undefined);
    expect(sampled).toStrictEqual(expect.arrayContaining(named(takeOne)));
  });

  it('of the chat API, which names what there is to whoever asks for something else', async () => {
    const { body } = await world.ask({ method: 'GET', path: '/chat/support-web-chat/everything' });
    const [, list = ''] = /there is only ([\w ,]+)"/.exec(body) ?? [];
    expect(list.split(', ').toSorted()).toStrictEqual(first(chatApi));
  });

  it('of the catalogue', () => {
    const all = Object.values<FunctionRow>(catalogue).flatMap(({ trigger }) =>
      trigger.kind === 'http' ? trigger.routes.map(({ path }) => path) : [],
    );
    const inTables = [
      'ANY /v1/{path+}',
      'ANY /v1/connections/{path+}',
      'GET /v1/providers',
      'ANY /chat/{connectionId}/{path+}',
    ];
    const known = [...inTables, ...openRoutes, ...first(webhooks), ...challenges, ...forms];
    expect(all.toSorted()).toStrictEqual(known.toSorted());
  });

  it('of the socket APIs, each handshake and each frame', () => {
    expect([...new Set(handshakes.map(([api]) => api))].toSorted()).toStrictEqual([...socketApis].toSorted());
    expect($ClientFrame.options.map(({ shape }) => shape.type.value)).toStrictEqual(frames.console);
    expect($VisitorFrame.options.map(({ shape }) => shape.type.value)).toStrictEqual(frames.chat);
  });
});

describe(pageFile, () => {
  it('is current; `node test/authorisation/run.ts --write` makes it so', () => {
    expect(readFileSync(pageFile, 'utf8')).toBe(authorisationPage());
  });
});
