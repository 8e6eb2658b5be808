import type { Page, Route } from 'playwright-core';
import * as z from 'zod';
import type { Bootstrap } from '#functions/agent-api/contract.ts';
import type { Health, LedgerDay } from '#functions/connections-api/contract.ts';
import { changeAnswers } from '#test/support/chromium.ts';

export type FakeConnections = {
  /** What was changed, as it came. */
  readonly changes: { readonly method: string; readonly path: string; readonly key: string; readonly body: unknown }[];
  /** The next change is answered like this. */
  refuseNext(problem: { readonly status: number; readonly detail: string; readonly errors?: unknown[] }): void;
};

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const today = (): string => new Date().toISOString().slice(0, 10);

const connections = () => [
  {
    id: 'main-number',
    provider: 'twilio-sms',
    channel: 'sms',
    name: 'Main number',
    address: '+15550001000',
    accountId: `AC${'0'.repeat(32)}`,
    queueId: 'billing',
  },
  {
    id: 'help-bot',
    provider: 'telegram',
    channel: 'telegram',
    name: 'Help bot',
    address: '@help_bot',
    queueId: 'support',
  },
  {
    id: 'partner',
    provider: 'generic-webhook',
    channel: 'webhook',
    name: 'Partner portal',
    address: 'portal.example',
    queueId: 'orders',
    disabled: true as const,
    settings: { paths: { text: 'a', senderAddress: 'b' } },
  },
  {
    id: 'help-mail',
    provider: 'ses-email',
    channel: 'email',
    name: 'Help desk mail',
    address: 'help@parley.example',
    queueId: 'billing',
  },
];

const quiet: Health['sending'] = { failuresInRow: 0, notices: [] };
const health = (id: string, part: Partial<Health>): Health => ({
  connectionId: id,
  channel: 'sms',
  state: 'working',
  reason: 'messages come in or go out, and nothing is refused',
  lastReceivedAt: minutesAgo(4),
  receivedToday: 4,
  receivedBefore: [3, 0, 12, 7, 9, 1, 5],
  errorRateToday: 0.25,
  sending: { ...quiet, lastSentAt: minutesAgo(9) },
  ...part,
});

const healths: Readonly<Record<string, () => Health>> = {
  'main-number': () =>
    health('main-number', {
      sending: {
        ...quiet,
        lastSentAt: minutesAgo(9),
        notices: [{ what: 'Quality of the number', detail: 'fell to medium', at: minutesAgo(80), severity: 'warning' }],
      },
    }),
  'help-bot': () =>
    health('help-bot', {
      state: 'failing',
      reason: 'the token is refused; store a new one',
      sending: {
        ...quiet,
        failuresInRow: 3,
        failure: { class: 'AUTH', code: '401', reason: 'the token is refused', at: minutesAgo(2) },
      },
    }),
  partner: () => health('partner', { state: 'disabled', reason: 'switched off; nothing goes in or out' }),
  'help-mail': () => health('help-mail', { state: 'silent', reason: 'nothing for 9 hours; usually 40 a day come in' }),
};

const ledger = (connectionId: string, day: string): LedgerDay =>
  day === today()
    ? {
        connectionId,
        day,
        received: 4,
        placed: 2,
        quarantined: 1,
        dropped: { 'already-placed': 1 },
        difference: 0,
        items: [
          { receivedAt: minutesAgo(4), itemId: 'SM4', outcome: 'placed', conversationId: 'cv-1000' },
          { receivedAt: minutesAgo(5), itemId: 'SM3', outcome: 'dropped', rule: 'already-placed' },
          { receivedAt: minutesAgo(6), itemId: 'SM2', outcome: 'quarantined', quarantineId: 'q-1' },
          { receivedAt: minutesAgo(7), itemId: 'SM1', outcome: 'placed', conversationId: 'cv-1001' },
        ],
      }
    : { connectionId, day, received: 1, placed: 0, quarantined: 0, dropped: {}, difference: 1, items: [] };

const jsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
const $Twilio = z.object({
  accountSid: z.string().regex(/^AC[0-9a-fA-F]{32}$/),
  authTokens: z.array(z.string().min(1)).min(1).max(5),
  apiKeySecret: z.string().min(1).optional(),
});
const $Paths = z.object({ paths: z.object({ senderAddress: z.string(), text: z.string() }) });

const providers = [
  { provider: 'twilio-sms', credentials: jsonSchema($Twilio), registersItself: true },
  {
    provider: 'telegram',
    credentials: jsonSchema(z.object({ botToken: z.string().min(1), secretTokens: z.array(z.string()).min(1) })),
    registersItself: true,
  },
  {
    provider: 'generic-webhook',
    credentials: jsonSchema(z.object({ secrets: z.array(z.string()).min(1) })),
    settings: jsonSchema($Paths),
    registersItself: false,
  },
].map((info) => ({ ...info, webhookUrl: `https://parley.example/webhooks/${info.provider}/{id}` }));

const checks = {
  ok: false,
  checks: [
    { name: 'Account', ok: true, detail: 'The token works.' },
    { name: 'Webhook', ok: false, detail: 'It points somewhere else; register it.' },
  ],
};

const read = (parts: readonly string[], query: URLSearchParams): unknown => {
  const [kind, id = '', part] = parts;
  if (kind === 'providers') return { items: providers };
  if (id === '') return { items: connections() };
  return part === 'health' ? healths[id]?.() : ledger(id, query.get('day') ?? today());
};

const written = (parts: readonly string[], body: { readonly settings?: object }): unknown => {
  const [, id = '', part] = parts;
  if (part === 'try-mapping') return { message: { kind: 'message', text: 'Hello' }, problems: [] };
  if (part === 'credentials' || part === 'test' || part === 'register') return checks;
  return { ...connections().find((one) => one.id === id), ...body, id };
};

/** Takes note of an interaction; the conversation stays as it is, but for where split messages went. */
const answerInteraction = async (route: Route, changes: FakeConnections['changes']): Promise<void> => {
  const request = route.request();
  const { pathname, origin } = new URL(request.url());
  const body = request.postDataJSON();
  changes.push({ method: 'POST', path: pathname, key: request.headers()['idempotency-key'] ?? '', body });
  const id = /conversations\/([^/]+)/.exec(pathname)?.[1] ?? 'cv-1001';
  const headers = { authorization: 'Bearer access-1' };
  const { conversation } = await (await fetch(`${origin}/v1/conversations/${id}`, { headers })).json();
  const moved = {
    id: 'moved-1',
    at: minutesAgo(0),
    by: { kind: 'agent', id: 'maya' },
    type: 'MessagesMoved',
    eventIds: body.eventIds,
    toConversationId: 'cv-1001',
    reason: 'Maya Lindt took it out',
  };
  await route.fulfill({ json: { conversation, events: pathname.endsWith('/split') ? [moved] : [] } });
};

/** Answers what is asked about connections and what is done to conversations as a whole, and who one is, in place of the server behind the page. */
export const fakeConnections = async (page: Page, role: 'supervisor' | 'admin'): Promise<FakeConnections> => {
  const changes: FakeConnections['changes'] = [];
  let refusal: Parameters<FakeConnections['refuseNext']>[0] | undefined;
  const answer = async (route: Route): Promise<void> => {
    const request = route.request();
    const { pathname, searchParams } = new URL(request.url());
    const parts = pathname.split('/').slice(2).map(decodeURIComponent);
    if (request.method() === 'GET') return route.fulfill({ json: read(parts, searchParams) ?? {} });
    const body = request.postDataJSON();
    changes.push({ method: request.method(), path: pathname, key: request.headers()['idempotency-key'] ?? '', body });
    if (!refusal) return route.fulfill({ json: written(parts, body) });
    const { status, ...problem } = refusal;
    refusal = undefined;
    await route.fulfill({ status, json: { type: 'about:blank', title: 'No', status, ...problem } });
  };
  await page.route(/\/v1\/(connections|providers)/, answer);
  await page.route(
    /\/v1\/(interactions|conversations\/[^/]+\/(interactions|join|split)|customers\/[^/]+\/merge)$/,
    (route) => answerInteraction(route, changes),
  );
  await changeAnswers(page, /\/v1\/bootstrap$/, (about: Bootstrap) => ({ ...about, role }));
  return {
    changes,
    refuseNext: (problem) => {
      refusal = problem;
    },
  };
};
