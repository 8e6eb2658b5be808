import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import { closedWindow, everything, onlyCalled, publicReview } from './channel-samples.ts';
import { replyOptionsFor } from './reply-options.ts';
import { agents, ago, queues, received, reply, rowOf, type Sample, samples } from './sample-data.ts';

type ConversationEvent = ConversationDetail['events'][number];
type Body = Record<string, unknown>;

export type FakeServer = {
  readonly origin: string;
  /** Everything that was asked for. */
  readonly requests: string[];
  /** Idempotency keys as they came, with the path. */
  readonly changes: { path: string; key: string; body: Body }[];
  readonly subscriptions: { topics: string[] }[];
  /** Multipart bodies as they came to the file store. */
  readonly uploads: string[];
  cutSockets(): void;
  /** A customer writes again. */
  say(conversationId: string, text: string): void;
  /** The next reply is answered with what a colleague wrote meanwhile. */
  holdNextReply(): void;
  failNextChange(): void;
  showReplying(conversationId: string): void;
  close(): Promise<void>;
};

const html =
  '<html><head><style>p{color:#333}</style></head><body><p>Hi, I returned the <b>order</b>.</p><img src="ORIGIN/pixel.gif"><p style="background:url(ORIGIN/pixel.gif)">x</p><script>parent.document.title="owned"</script><p onclick="alert(1)">Amara</p></body></html>';

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The console's files, its API, its socket and its sign-in, with believable data. */
export const startFakeServer = async (dist: string): Promise<FakeServer> => {
  const all = [...samples(), everything(), closedWindow(), publicReview(), onlyCalled()];
  const byId = (id: string): Sample => {
    const found = all.find(({ conversation }) => conversation.id === id);
    if (!found) throw new Error(`no conversation ${id}`);
    return found;
  };
  const sockets = new Set<WebSocket>();
  const changes: FakeServer['changes'] = [];
  const requests: string[] = [];
  const subscriptions: FakeServer['subscriptions'] = [];
  const uploads: string[] = [];
  let said = 0;
  let nextReply: 'taken' | 'held' = 'taken';
  let nextChange: 'taken' | 'failed' = 'taken';
  let origin = '';

  const broadcast = (frame: unknown): void => {
    for (const socket of sockets) socket.send(JSON.stringify(frame));
  };
  const changed = (sample: Sample, events: ConversationEvent[], part: Partial<Sample['conversation']>) => {
    Object.assign(sample.conversation, part, { version: sample.conversation.version + 1 });
    sample.events.push(...events);
    said += 1;
    broadcast({ type: 'change', conversation: rowOf(sample.conversation), events });
    return { conversation: sample.conversation, events };
  };

  const list = (query: URLSearchParams) => {
    const view = query.get('view');
    const queueId = query.get('queueId');
    const fits = ({ conversation: { stage, holder, queueId: own } }: Sample): boolean => {
      if (queueId && own !== queueId) return false;
      if (view === 'snoozed' || view === 'resolved') return stage.status === view;
      if (stage.status !== 'open') return false;
      if (view === 'mine') return holder.kind === 'agent' && holder.agentId === 'maya';
      return view === 'unassigned' ? holder.kind !== 'agent' : true;
    };
    const rows = all
      .filter(fits)
      .map(({ conversation }) => rowOf(conversation))
      .toSorted((a, b) => b.lastActivityAt.localeCompare(a.lastActivityAt));
    const from = Number(query.get('cursor') ?? 0);
    const to = from + Number(query.get('limit') ?? 50);
    return { items: rows.slice(from, to), ...(to < rows.length ? { nextCursor: String(to) } : {}) };
  };

  const verbs: Record<string, (sample: Sample, body: Body, key: string) => unknown> = {
    replies: (sample, body, key) => {
      const id = `reply-${key}`;
      const at = new Date().toISOString();
      const event = {
        ...reply(sample.conversation.id, { id, at, text: textOf(sample, body) }),
        ...wayOf(sample, body),
      };
      const stage = body.andResolve ? ({ status: 'resolved', at } as const) : sample.conversation.stage;
      return changed(sample, [event], {
        stage,
        lastActivityAt: at,
        lastMessage: { eventId: id, direction: 'out', preview: String(body.text), at },
      });
    },
    notes: (sample, body, key) =>
      changed(
        sample,
        [
          {
            id: `note-${key}`,
            at: new Date().toISOString(),
            by: { kind: 'agent', id: 'maya' },
            type: 'NoteWritten',
            text: String(body.text),
            authorName: 'Maya Lindt',
          },
        ],
        {},
      ),
    tasks: (sample, _, key) => {
      const at = new Date().toISOString();
      const [task] = sample.conversation.tasks ?? [];
      return changed(
        sample,
        [{ id: `e-${key}`, at, by: { kind: 'agent', id: 'maya' }, type: 'TaskDone', taskId: task?.id ?? '' }],
        { tasks: [] },
      );
    },
    messages: (sample, body, key) => {
      const at = new Date().toISOString();
      const status = body.was === 'sent' ? ('sent' as const) : ('failed' as const);
      const by = { kind: 'agent' as const, id: 'maya' };
      return changed(sample, [{ id: `e-${key}`, at, by, type: 'DeliveryChanged', messageId: 'wd-0-out', status }], {
        deliveries: {},
      });
    },
    resolve: (sample, _, key) => {
      const at = new Date().toISOString();
      return changed(
        sample,
        [{ id: `e-${key}`, at, by: { kind: 'agent', id: 'maya' }, type: 'ConversationResolved' }],
        { stage: { status: 'resolved', at } },
      );
    },
    reopen: (sample, _, key) =>
      changed(
        sample,
        [
          {
            id: `e-${key}`,
            at: new Date().toISOString(),
            by: { kind: 'agent', id: 'maya' },
            type: 'ConversationReopened',
            reason: '',
          },
        ],
        { stage: { status: 'open' } },
      ),
    priority: (sample, body, key) => {
      const to = body.priority as Sample['conversation']['priority'];
      return changed(
        sample,
        [
          {
            id: `e-${key}`,
            at: new Date().toISOString(),
            by: { kind: 'agent', id: 'maya' },
            type: 'PriorityChanged',
            from: sample.conversation.priority,
            to,
            reason: '',
          },
        ],
        { priority: to },
      );
    },
    snooze: (sample, body, key) =>
      changed(
        sample,
        [
          {
            id: `e-${key}`,
            at: new Date().toISOString(),
            by: { kind: 'agent', id: 'maya' },
            type: 'ConversationSnoozed',
            until: String(body.until),
          },
        ],
        { stage: { status: 'snoozed', until: String(body.until) } },
      ),
    assign: (sample, body, key) => {
      const at = new Date().toISOString();
      const to = agents.find(({ id }) => id === body.agentId);
      if (!to) return changed(sample, [], { holder: { kind: 'line', since: at } });
      return changed(
        sample,
        [
          {
            id: `e-${key}`,
            at,
            by: { kind: 'agent', id: 'maya' },
            type: 'ConversationAssigned',
            agentId: to.id,
            agentName: to.name,
            reason: 'chosen by hand',
          },
        ],
        { holder: { kind: 'agent', agentId: to.id, agentName: to.name, since: at } },
      );
    },
    transfer: (sample, body, key) => {
      const toQueueId = String(body.queueId);
      return changed(
        sample,
        [
          {
            id: `e-${key}`,
            at: new Date().toISOString(),
            by: { kind: 'agent', id: 'maya' },
            type: 'ConversationTransferred',
            fromQueueId: sample.conversation.queueId,
            toQueueId,
            reason: String(body.reason),
          },
        ],
        { queueId: toQueueId },
      );
    },
  };

  const read = (path: string, query: URLSearchParams): unknown => {
    const [, , kind, id = '', part, , last] = path.split('/');
    if (kind === 'bootstrap') return { me: agents[0], role: 'supervisor', agents, queues };
    if (kind === 'conversations' && id === '') return list(query);
    if (kind === 'conversations' && part === undefined) return byId(id);
    if (kind === 'conversations' && part === 'reply-options') return { items: replyOptionsFor(byId(id)) };
    if (kind === 'conversations' && last === 'html') return { html: html.replaceAll('ORIGIN', origin) };
    if (kind === 'conversations' && path.endsWith('/rec-1'))
      return { url: `${origin}/recording.wav`, expiresAt: ago(-5) };
    if (kind === 'conversations') return { url: `${origin}/favicon.svg`, expiresAt: ago(-5) };
    if (kind === 'quarantine') return { items: quarantine };
    const customerOf = all.find(({ customer }) => customer.id === id);
    return {
      customer: customerOf?.customer,
      conversations: [...all.filter(({ customer }) => customer.id === id), ...all.slice(14, 16)].map(
        ({ conversation }) => rowOf(conversation),
      ),
    };
  };

  const searched = (text: string) => {
    const found = all.filter(({ customer }) => customer.identities.some(({ value }) => value === text.toLowerCase()));
    return {
      customers: found.slice(0, 1).map(({ customer }) => customer),
      conversations: found.map(({ conversation }) => rowOf(conversation)),
    };
  };

  const write = (path: string, body: Body, key: string): { status: number; body: unknown } => {
    const [, , kind, id = '', verb = ''] = path.split('/');
    changes.push({ path, key, body });
    if (nextChange === 'failed') {
      nextChange = 'taken';
      return {
        status: 503,
        body: {
          type: 'about:blank',
          title: 'Unavailable',
          status: 503,
          detail: 'Parley is busy. Try again in a moment.',
          instance: 'req-7f3a',
        },
      };
    }
    if (kind === 'realtime')
      return {
        status: 200,
        body: { ticket: 't-1', url: `${origin.replace('http', 'ws')}/socket`, expiresAt: ago(-1) },
      };
    if (kind === 'uploads')
      return {
        status: 201,
        body: {
          uploadId: 'upload-1234567890',
          url: `${origin}/bucket`,
          fields: { key: 'uploads/1' },
          expiresAt: ago(-10),
        },
      };
    if (kind === 'search') return { status: 200, body: searched(String(body.text)) };
    if (kind === 'agents') return { status: 200, body: Object.assign(agents[0] ?? {}, body) };
    if (verb === 'replies' && nextReply === 'held') {
      nextReply = 'taken';
      const at = new Date().toISOString();
      const unseen = [
        {
          ...reply(id, { id: 'sam-1', at, text: 'Hi Amara, Sam here: I have just reissued the refund.' }),
          by: { kind: 'agent', id: 'sam' },
          authorName: 'Sam Ortiz',
        },
      ];
      return {
        status: 409,
        body: {
          type: 'about:blank',
          title: 'Conflict',
          status: 409,
          detail: 'Somebody wrote since you last looked.',
          unseen,
        },
      };
    }
    return { status: 200, body: verbs[verb]?.(byId(id), body, key) ?? {} };
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) =>
      json(response, 500, {
        type: 'about:blank',
        title: 'Defect',
        status: 500,
        detail: String(error),
        instance: 'req-1',
      }),
    );
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', origin);
    requests.push(pathname);
    if (pathname.startsWith('/v1/')) {
      if (request.headers.authorization !== 'Bearer access-1')
        return json(response, 401, { type: 'about:blank', title: 'Unauthorised', status: 401, detail: 'Sign in.' });
      if (request.method === 'GET') return json(response, 200, read(pathname, searchParams));
      const result = write(
        pathname,
        JSON.parse(await bodyOf(request)) as Body,
        String(request.headers['idempotency-key']),
      );
      return json(response, result.status, result.body);
    }
    if (pathname === '/recording.wav') {
      response.writeHead(200, { 'content-type': 'audio/wav' }).end(silence());
      return;
    }
    if (pathname === '/bucket') {
      uploads.push(await bodyOf(request));
      response.writeHead(204).end();
      return;
    }
    if (pathname === '/config.json')
      return json(response, 200, { issuer: origin, clientId: 'console', scope: 'openid offline_access', apiUrl: '' });
    if (await answerIdentity(request, response, { pathname, searchParams, origin })) return;
    await sendFile(dist, pathname, response);
  };
  const live = new WebSocketServer({ server, path: '/socket' });
  live.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as { type: string; topics: string[] };
      if (frame.type === 'subscribe') subscriptions.push(frame);
      if (frame.type === 'subscribe')
        socket.send(JSON.stringify({ type: 'subscribed', now: new Date().toISOString() }));
      if (frame.type === 'ping') socket.send(JSON.stringify({ type: 'pong', now: new Date().toISOString() }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    changes,
    requests,
    subscriptions,
    uploads,
    cutSockets: () => {
      for (const socket of sockets) socket.terminate();
    },
    say: (conversationId, text) => {
      const sample = byId(conversationId);
      const at = new Date().toISOString();
      const event = received(sample.conversation, { id: `in-${said}`, at, text });
      changed(sample, [event], {
        lastActivityAt: at,
        lastMessage: { eventId: event.id, direction: 'in', preview: text, at },
      });
    },
    holdNextReply: () => {
      nextReply = 'held';
    },
    failNextChange: () => {
      nextChange = 'failed';
    },
    showReplying: (conversationId) =>
      broadcast({
        type: 'onlookers',
        conversationId,
        people: [
          { agentId: 'sam', name: 'Sam Ortiz', doing: 'replying' },
          { agentId: 'rita', name: 'Rita Cole', doing: 'viewing' },
        ],
      }),
    close: async () => {
      for (const socket of sockets) socket.terminate();
      live.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** A tenth of a second of 8-bit sound at 8 kHz, in the plainest format that every browser plays. */
const silence = (): Buffer => {
  const samples = Buffer.alloc(800, 128);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
};

type Via = { via?: { connectionId: string; to: string }; template?: { id: string } };

/** Enough of what the server does with a template: its body as it is. */
const textOf = (sample: Sample, body: Body): string => {
  const { template } = body as Via;
  const known = replyOptionsFor(sample).flatMap(({ templates }) => templates);
  return template ? (known.find(({ id }) => id === template.id)?.body ?? '') : String(body.text);
};

const wayOf = (sample: Sample, body: Body) => {
  const { via } = body as Via;
  const options = replyOptionsFor(sample);
  const way = options.find(({ connectionId }) => connectionId === via?.connectionId) ?? options[0];
  return way ? { channel: way.channel, connectionId: way.connectionId, to: way.to } : {};
};

const quarantine = [
  {
    id: 'q-1',
    provider: 'ses-email',
    connectionId: 'help-mail',
    receivedAt: ago(50),
    quarantinedAt: ago(49),
    reason: 'The mail has no From header, so nobody can be answered.',
    contentType: 'message/rfc822',
    bodyBase64: Buffer.from('Subject: hello\r\n\r\nHi').toString('base64'),
    attempts: 1,
  },
];

type Place = { readonly pathname: string; readonly searchParams: URLSearchParams; readonly origin: string };

/** Enough of OpenID Connect for one code flow with PKCE. */
const challenges = new Map<string, { challenge: string; nonce: string | null }>();
const answerIdentity = async (
  request: IncomingMessage,
  response: ServerResponse,
  { pathname, searchParams, origin }: Place,
): Promise<boolean> => {
  switch (pathname) {
    case '/.well-known/openid-configuration':
      json(response, 200, {
        issuer: origin,
        authorization_endpoint: `${origin}/authorize`,
        token_endpoint: `${origin}/token`,
        jwks_uri: `${origin}/jwks`,
      });
      return true;
    case '/authorize': {
      const code = `code-${challenges.size + 1}`;
      challenges.set(code, { challenge: searchParams.get('code_challenge') ?? '', nonce: searchParams.get('nonce') });
      response
        .writeHead(302, {
          location: `${searchParams.get('redirect_uri')}?code=${code}&state=${searchParams.get('state')}`,
        })
        .end();
      return true;
    }
    case '/token': {
      const form = new URLSearchParams(await bodyOf(request));
      const known = challenges.get(form.get('code') ?? '');
      const proof = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      if (!known || proof !== known.challenge) json(response, 400, { error: 'invalid_grant' });
      else
        json(response, 200, {
          access_token: 'access-1',
          token_type: 'Bearer',
          expires_in: 3600,
          refresh_token: 'refresh-1',
          id_token: idToken(origin),
        });
      return true;
    }
    default:
      return false;
  }
};

const idToken = (issuer: string): string => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  return `${part({ alg: 'none' })}.${part({ iss: issuer, aud: 'console', sub: 'maya', iat: now, exp: now + 3600 })}.x`;
};

const policy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'";

const sendFile = async (dist: string, pathname: string, response: ServerResponse): Promise<void> => {
  const isAsset = extname(pathname) !== '';
  const path = isAsset ? pathname : '/index.html';
  try {
    const content = await readFile(join(dist, path));
    response
      .writeHead(200, {
        'content-type': types[extname(path)] ?? 'application/octet-stream',
        'content-security-policy': policy,
      })
      .end(content);
  } catch {
    response.writeHead(404).end();
  }
};

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};
