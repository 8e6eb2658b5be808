import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServerFrame, ShownMessage, StartedSession } from '#domain/chat/protocol.ts';
import { ChatClient, type ChatState } from '../../../web/chat/client.ts';

const start = Date.parse('2026-11-19T12:00:00.000Z');
const session: StartedSession = {
  sessionId: 's1',
  token: 's1.secret',
  expiresAt: '2026-11-20T12:00:00.000Z',
  socketUrl: 'wss://sockets.example/live',
  open: true,
  files: { maxBytes: 1000, types: [] },
  visitor: { signedIn: false },
  seq: 0,
};
const told = (id: string, overrides: Partial<ShownMessage> = {}): ShownMessage => ({
  id,
  from: 'agent',
  name: 'Maya',
  text: `text of ${id}`,
  at: new Date(start).toISOString(),
  seq: start,
  files: [],
  delivery: 'sent',
  ...overrides,
});

/** A socket that a test opens, closes and speaks through. */
class FakeSocket {
  readyState = 0;
  readonly sent: { readonly type: string; readonly id?: string; readonly upTo?: string }[] = [];
  onopen?: () => void;
  onclose?: () => void;
  onmessage?: (event: { data: string }) => void;
  readonly protocols: readonly string[];
  constructor(protocols: readonly string[]) {
    this.protocols = protocols;
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose?.();
  }
  say(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

type Request = {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly token: string | null;
};
type Served = { readonly status?: number; readonly body?: unknown; readonly retryAfter?: number } | 'unreachable';

function aPage(storage = new Map<string, string>(), begins: Served = { body: session }) {
  const requests: Request[] = [];
  const sockets: FakeSocket[] = [];
  const history: ShownMessage[] = [];
  const answers = new Map<string, Served>([['POST sessions', begins]]);
  let state: ChatState = { lines: [], link: 'starting' };
  let ids = 0;
  const serve = (asked: string): Served =>
    answers.get(asked) ??
    (asked === 'GET messages'
      ? { body: { messages: history, seq: history.at(-1)?.seq ?? 0, pollSeconds: 5 } }
      : { status: 202, body: {} });
  const client = new ChatClient({
    api: '/chat/shop',
    fetch: async (url, init) => {
      const path = String(url).replace('/chat/shop/', '');
      const method = init?.method ?? 'GET';
      const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
      requests.push({ method, path, body, token: new Headers(init?.headers).get('authorization') });
      const served = serve(`${method} ${path.split('?')[0]}`);
      if (served === 'unreachable') throw new TypeError('fetch failed');
      const headers = served.retryAfter === undefined ? {} : { 'retry-after': String(served.retryAfter) };
      return new Response(JSON.stringify(served.body ?? {}), { status: served.status ?? 200, headers });
    },
    sockets: {
      create: (_url, protocols) => {
        const made = new FakeSocket(protocols);
        sockets.push(made);
        return made as unknown as WebSocket;
      },
      random: () => 0.5,
    },
    storage: { getItem: (key) => storage.get(key) ?? null, setItem: (key, value) => void storage.set(key, value) },
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    now: () => new Date(),
    onChange: (next) => {
      state = next;
    },
  });
  return {
    client,
    requests,
    sockets,
    history,
    answers,
    storage,
    state: () => state,
    socket: () => sockets.at(-1) ?? new FakeSocket([]),
    posts: (path: string) => requests.filter((one) => one.method === 'POST' && one.path === path),
    asked: () => requests.filter((one) => one.method === 'GET').map(({ path }) => path),
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  };
}

async function anOpenPage() {
  const page = aPage();
  await page.pass(0);
  page.socket().open();
  await page.pass(0);
  return page;
}

const sentIn = (socket: FakeSocket) => socket.sent.map(({ type, id, upTo }) => [type, id ?? upTo].join(' ').trim());

beforeEach(() => {
  vi.useFakeTimers({ now: start });
  vi.stubGlobal('WebSocket', { OPEN: 1 });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a page that begins', () => {
  it('opens a socket with the session’s token, and fetches what was said', async () => {
    const page = aPage();
    page.history.push(told('m-1'));
    await page.pass(0);
    expect(page.socket().protocols).toStrictEqual(['parley.chat.v1', 's1.secret']);
    expect(page.state()).toMatchObject({ session: { sessionId: 's1' }, lines: [{ id: 'm-1' }] });
  });

  it('goes on after a reload with the token it was given', async () => {
    const before = await anOpenPage();
    const page = aPage(before.storage);
    await page.pass(0);
    expect(page.posts('sessions')[0]?.token).toBe('Bearer s1.secret');
  });

  it('tries again while there is no connection', async () => {
    const page = aPage(new Map(), 'unreachable');
    await page.pass(6000);
    expect(page.state().link).toBe('failed');
    page.answers.set('POST sessions', { body: session });
    await page.pass(6000);
    expect(page.state().link).toBe('asking');
  });
});

describe('what is written', () => {
  it('goes through the socket, and waits until it is acknowledged', async () => {
    const page = await anOpenPage();
    page.client.send('Hello');
    expect(page.state().lines).toMatchObject([{ id: 'id-1', text: 'Hello', waiting: true }]);
    expect(sentIn(page.socket())).toStrictEqual(['message id-1']);
    page.socket().say({ type: 'ack', id: 'id-1' });
    expect(page.state().lines[0]).not.toHaveProperty('waiting');
    await page.pass(60_000);
    expect(page.posts('messages')).toHaveLength(0);
  });

  it('goes over HTTP when no acknowledgement comes', async () => {
    const page = await anOpenPage();
    page.client.send('Hello');
    await page.pass(5000);
    expect(page.posts('messages')).toMatchObject([{ body: { id: 'id-1', text: 'Hello' } }]);
    expect(page.state().lines[0]).not.toHaveProperty('waiting');
  });

  it('goes over HTTP when it is larger than a frame', async () => {
    const page = await anOpenPage();
    page.client.send('ä'.repeat(20_000));
    await page.pass(0);
    expect(sentIn(page.socket())).toStrictEqual([]);
    expect(page.posts('messages')).toHaveLength(1);
  });

  it('is sent again by the next socket when this one closes before the acknowledgement', async () => {
    const page = await anOpenPage();
    page.client.send('Hello');
    page.socket().close();
    await page.pass(600);
    expect(page.sockets).toHaveLength(2);
    page.socket().open();
    await page.pass(0);
    expect(sentIn(page.socket())).toStrictEqual(['message id-1']);
  });

  it('outlives a reload, with its id', async () => {
    const before = await anOpenPage();
    before.answers.set('POST messages', 'unreachable');
    before.client.send('Hello');
    const page = aPage(before.storage);
    await page.pass(0);
    expect(page.posts('messages')).toMatchObject([{ body: { id: 'id-1', text: 'Hello' } }]);
  });

  it('waits as long as the server asks', async () => {
    const page = aPage();
    await page.pass(0);
    page.answers.set('POST messages', { status: 429, retryAfter: 30 });
    page.client.send('Hello');
    await page.pass(29_000);
    expect(page.posts('messages')).toHaveLength(1);
    await page.pass(1500);
    expect(page.posts('messages')).toHaveLength(2);
    expect(page.state().lines).toMatchObject([{ waiting: true }]);
  });

  it('is marked when it never will be taken, and not sent again', async () => {
    const page = await anOpenPage();
    page.client.send('Hello');
    page.socket().say({ type: 'refused', id: 'id-1', detail: 'too long' });
    expect(page.state().lines).toMatchObject([{ refused: 'too long' }]);
    await page.pass(60_000);
    expect(page.posts('messages')).toHaveLength(0);
  });

  it('stands once when the server tells it back', async () => {
    const page = await anOpenPage();
    page.client.send('Hello');
    page.socket().say({ type: 'message', message: told('id-1', { from: 'visitor', text: 'Hello' }) });
    page.socket().say({ type: 'ack', id: 'id-1' });
    expect(page.state().lines).toMatchObject([{ id: 'id-1', seq: start }]);
    expect(page.state().lines[0]).not.toHaveProperty('waiting');
  });

  it('begins another session when this one is over, and is not lost with it', async () => {
    const page = aPage();
    await page.pass(0);
    page.answers.set('POST messages', { status: 401 });
    page.answers.set('POST sessions', { body: { ...session, sessionId: 's2', token: 's2.secret' } });
    page.client.send('Hello');
    await page.pass(1000);
    page.answers.delete('POST messages');
    await page.pass(6000);
    expect(page.posts('messages').at(-1)).toMatchObject({ token: 'Bearer s2.secret', body: { id: 'id-1' } });
    expect(page.state().lines).toMatchObject([{ id: 'id-1' }]);
  });
});

describe('what is told', () => {
  it('is shown once and in order, and said to have been got', async () => {
    const page = await anOpenPage();
    page.socket().say({ type: 'message', message: told('m-2', { seq: start + 2 }) });
    page.socket().say({ type: 'message', message: told('m-1', { seq: start + 1 }) });
    page.socket().say({ type: 'message', message: told('m-2', { seq: start + 2 }) });
    expect(page.state().lines.map(({ id }) => id)).toStrictEqual(['m-1', 'm-2']);
    expect(sentIn(page.socket())).toStrictEqual(['got m-2', 'got m-1', 'got m-2']);
  });

  it('is said to have been seen once, when it was', async () => {
    const page = await anOpenPage();
    page.socket().say({ type: 'message', message: told('m-1') });
    page.client.seen();
    page.client.seen();
    expect(sentIn(page.socket())).toStrictEqual(['got m-1', 'seen m-1']);
  });

  it('is asked for every few seconds while there is no socket, and not while there is one', async () => {
    const page = aPage();
    await page.pass(16_000);
    expect(page.asked().length).toBeGreaterThanOrEqual(3);
    page.socket().open();
    await page.pass(0);
    const before = page.asked().length;
    await page.pass(60_000);
    expect(page.asked()).toHaveLength(before);
  });

  it('is asked for from the last number on, when a sign of life shows a later one', async () => {
    const page = await anOpenPage();
    page.history.push(told('m-1'));
    page.socket().say({ type: 'pong', seq: start });
    await page.pass(0);
    expect(page.state().lines).toMatchObject([{ id: 'm-1' }]);
    page.socket().say({ type: 'pong', seq: start + 1 });
    await page.pass(0);
    expect(page.asked().at(-1)).toBe(`messages?after=${start}`);
  });

  it('of somebody writing passes', async () => {
    const page = await anOpenPage();
    page.socket().say({ type: 'typing', name: 'Maya' });
    expect(page.state().typing).toBe('Maya');
    await page.pass(36_000);
    expect(page.state().typing).toBeUndefined();
  });
});

describe('the socket', () => {
  it('comes back, waiting longer each time', async () => {
    const page = await anOpenPage();
    const opened: number[] = [];
    for (let times = 0; times < 4; times += 1) {
      page.socket().close();
      const closedAt = Date.now();
      const before = page.sockets.length;
      while (page.sockets.length === before) await page.pass(5);
      opened.push(Date.now() - closedAt);
    }
    expect(opened).toStrictEqual([375, 750, 1500, 3000]);
  });

  it('gives a sign of life before it would be closed as idle, and is given up when nobody answers', async () => {
    const page = await anOpenPage();
    await page.pass(300_000);
    expect(sentIn(page.socket())).toStrictEqual(['ping']);
    await page.pass(301_000);
    expect(page.sockets).toHaveLength(2);
  });

  it('is renewed before two hours are over', async () => {
    const page = await anOpenPage();
    const [first] = page.sockets;
    for (let minutes = 0; minutes < 111; minutes += 1) {
      await page.pass(60_000);
      if (first?.readyState === 1) first.say({ type: 'pong', seq: 0 });
    }
    expect(first?.readyState).toBe(3);
  });
});

describe('typing', () => {
  it('is told every three seconds at most', async () => {
    const page = await anOpenPage();
    page.client.typing();
    page.client.typing();
    await page.pass(3000);
    page.client.typing();
    expect(sentIn(page.socket())).toStrictEqual(['typing', 'typing']);
  });
});
