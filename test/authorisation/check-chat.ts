import { createHash, randomUUID } from 'node:crypto';
import { createChatStore } from '#adapters/dynamodb/chat-store.ts';
import { storesOn } from '#adapters/dynamodb/stores.ts';
import { idFrom } from '#adapters/ids.ts';
import { placeMessage } from '#domain/conversations/place-message.ts';
import { aMessage, anAnalysis } from '#test/support/builders.ts';
import { isRefusal, type Verdict } from './ask.ts';
import { chatApi, type VisitorColumn, visitorColumns } from './other-expectations.ts';
import { canary, otherOf } from './seed.ts';
import type { World } from './world.ts';

/** Asks the chat API as visitors do. The first visitor's conversation is the canary that nobody else may read. */

const chat = 'support-web-chat';
const site = 'https://www.parley.example';

/** Begins a session as a page does; each from a network of its own would be, so that no limit is met. */
export async function beginSession(world: World, connectionId = chat): Promise<string> {
  const { body } = await world.ask({ method: 'POST', path: `/chat/${connectionId}/sessions`, body: {} });
  return String(JSON.parse(body).token);
}

/** A session that ended a minute ago. */
export async function sessionThatIsOver(world: World): Promise<string> {
  const [id = ''] = (await beginSession(world)).split('.');
  const store = createChatStore(world.table, () => new Date());
  const session = await store.session(id);
  if (!session) throw new Error('the session is not there');
  const secret = 'a-secret-of-a-session-that-is-over';
  const secretHash = createHash('sha256').update(secret).digest('base64url');
  await store.putSession({ ...session, secretHash, expiresAt: new Date(Date.now() - 60_000).toISOString() });
  return `${id}.${secret}`;
}

/** What the first visitor wrote, as receive-messages places it. */
async function writeCanary(world: World, token: string): Promise<void> {
  const [id = ''] = token.split('.');
  const session = await createChatStore(world.table, () => new Date()).session(id);
  const sender = { address: session?.visitor ?? '', scope: chat, verified: true };
  const needs = { ...storesOn(world.table), analyse: async () => anAnalysis(), idFrom, now: () => new Date() };
  const sentAt = new Date().toISOString();
  const message = aMessage({
    channel: 'chat',
    connectionId: chat,
    sender,
    text: canary,
    sentAt,
    providerId: randomUUID(),
  });
  await placeMessage(needs, message);
}

const bodies: Readonly<Record<string, () => unknown>> = {
  'POST sessions': () => ({}),
  'POST messages': () => ({ id: randomUUID(), text: 'Hello' }),
  'POST typing': () => ({}),
  'POST seen': () => ({ upTo: 'a-message-of-another' }),
  'POST files': () => ({ fileName: 'a.txt', contentType: 'text/plain', bytes: 4 }),
  'POST offline': () => ({ id: randomUUID(), name: 'V', email: 'v@visitor.example', text: 'Hello' }),
};
const successes: Readonly<Record<string, number>> = { 'POST sessions': 200, 'GET messages': 200, 'POST files': 201 };

type Visitors = Readonly<Record<VisitorColumn, Readonly<Record<string, string>>>>;

async function visitorsOf(world: World): Promise<Visitors> {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}`, origin: site });
  const first = await beginSession(world);
  await writeCanary(world, first);
  return {
    nobody: { origin: site },
    'this visitor': bearer(first),
    'another visitor': bearer(await beginSession(world)),
    'visitor of another chat': bearer(await beginSession(world, otherOf(chat))),
    'another secret': bearer(`${first.split('.')[0]}.a-secret-that-somebody-made-up`),
    'session over': bearer(await sessionThatIsOver(world)),
    agent: { authorization: world.signedIn.admin, origin: site },
    'page of another site': { ...bearer(first), origin: 'https://evil.example' },
  };
}

export async function checkChat(world: World): Promise<readonly Verdict[]> {
  const visitors = await visitorsOf(world);
  const verdicts: Verdict[] = [];
  for (const [route, ...cells] of chatApi)
    for (const [column, who] of visitorColumns.entries()) {
      const [method = '', path = ''] = route.split(' ');
      const body = bodies[route]?.();
      const headers = visitors[who];
      const answer = await world.ask({ method, path: `/chat/${chat}/${path}`, headers, ...(body ? { body } : {}) });
      const cell = cells[column] ?? 401;
      const wanted = typeof cell === 'number' ? cell : (successes[route] ?? 202);
      const seesIt = answer.body.includes(canary);
      const mustSee = route === 'GET messages' && who === 'this visitor';
      const wrong =
        answer.status !== wanted
          ? `answered ${answer.status}, not ${wanted}: ${answer.body.slice(0, 200)}`
          : seesIt !== mustSee
            ? `what the first visitor wrote is ${seesIt ? 'shown' : 'not shown'}`
            : undefined;
      const expected = isRefusal(wanted) ? String(wanted) : 'let in';
      verdicts.push({ group: 'visitors', cell: `${who} ${route}`, expected, wrong });
    }
  return [...verdicts, ...(await checkAbsentChats(world))];
}

/** A chat that is switched off, no chat at all, or not there: one and the same answer. */
async function checkAbsentChats(world: World): Promise<readonly Verdict[]> {
  const connectionIds = ['gone', 'support-sms', '__proto__', '..%2f..%2fv1', '%00', `${'x'.repeat(3000)}`];
  return Promise.all(
    connectionIds.map(async (id) => {
      const { status } = await world.ask({ method: 'POST', path: `/chat/${id}/sessions`, body: {} });
      const wrong = status === 404 ? undefined : `answered ${status}`;
      return { group: 'visitors', cell: `nobody POST sessions of ${id.slice(0, 20)}`, expected: '404', wrong };
    }),
  );
}
