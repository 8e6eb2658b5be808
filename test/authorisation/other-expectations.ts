import type { Cell } from './expectations.ts';

/** The ways in that are not for agents' tokens: visitors, providers and sockets. Words as in `expectations.ts`. */

export const visitorColumns = [
  'nobody',
  'this visitor',
  'another visitor',
  'visitor of another chat',
  'another secret',
  'session over',
  'agent',
  'page of another site',
] as const;
export type VisitorColumn = (typeof visitorColumns)[number];

type VisitorRow = readonly [route: string, ...cells: readonly [Cell, Cell, Cell, Cell, Cell, Cell, Cell, Cell]];

// biome-ignore format: a table
/** The chat API, below `/chat/{connectionId}/`. A chat that is not there, or switched off, is 404 for everybody. */
export const chatApi: readonly VisitorRow[] = [
  //                 nobody  this   another other chat secret over  agent  other site
  ['POST sessions',   'yes', 'yes', 'yes',  'yes',     'yes', 'yes', 'yes',  403],
  ['GET messages',     401,  'own', 'own',   401,       401,   401,   401,   403],
  ['POST messages',    401,  'own', 'own',   401,       401,   401,   401,   403],
  ['POST typing',      401,  'own', 'own',   401,       401,   401,   401,   403],
  ['POST seen',        401,  'own', 'own',   401,       401,   401,   401,   403],
  ['POST files',       401,  'own', 'own',   401,       401,   401,   401,   403],
  ['POST offline',     401,  'own', 'own',   401,       401,   401,   401,   403],
];

export const senderColumns = ['genuine', 'unsigned', 'wrongly signed', 'at another connection', 'at none'] as const;
export type SenderColumn = (typeof senderColumns)[number];

type WebhookRow = readonly [route: string, ...cells: readonly [Cell, Cell, Cell, Cell, Cell]];

// biome-ignore format: a table
/** Webhooks. `at another connection`: rightly signed, sent to a connection whose secret is another. */
export const webhooks: readonly WebhookRow[] = [
  //                                                 genuine unsigned wrongly another none
  ['POST /webhooks/twilio-sms/{connectionId}',       'yes',   401,   401,   401,   404],
  ['POST /webhooks/twilio-whatsapp/{connectionId}',  'yes',   401,   401,   401,   404],
  ['POST /webhooks/twilio-voice/{connectionId}',     'yes',   401,   401,   401,   404],
  ['POST /webhooks/telegram/{connectionId}',         'yes',   401,   401,   401,   404],
  ['POST /webhooks/slack/{connectionId}',            'yes',   401,   401,   401,   404],
  ['POST /webhooks/generic-webhook/{connectionId}',  'yes',   401,   401,   401,   404],
  ['POST /webhooks/line/{connectionId}',             'yes',   401,   401,   401,   404],
  ['POST /webhooks/viber/{connectionId}',            'yes',   401,   401,   401,   404],
  ['POST /webhooks/x/{connectionId}',                'yes',   401,   401,   401,   404],
  ['POST /webhooks/messenger/{connectionId}',        'yes',   401,   401,   401,   404],
  ['POST /webhooks/instagram/{connectionId}',        'yes',   401,   401,   401,   404],
  ['POST /webhooks/meta-whatsapp/{connectionId}',    'yes',   401,   401,   401,   404],
  ['POST /in-app/{connectionId}/messages',           'yes',   401,   401,   401,   404],
];

/** Routes of providers that take nothing in: an address is proved, or a form shown. Each has tests of its own under `test/functions/webhooks/`. */
export const challenges = [
  'GET /webhooks/x/{connectionId}',
  'GET /webhooks/messenger/{connectionId}',
  'GET /webhooks/instagram/{connectionId}',
  'GET /webhooks/meta-whatsapp/{connectionId}',
] as const;

/** The contact form is for everybody; what is sent carries the token of a form that was shown. */
export const forms = [
  'GET /webhooks/web-form/{connectionId}',
  'POST /webhooks/web-form/{connectionId}',
  'OPTIONS /webhooks/web-form/{connectionId}',
] as const;

/** What an open socket may say, by its API and frame; each is about what its owner has or sees, and names nobody else. */
export const frames: Readonly<Record<'console' | 'chat', readonly string[]>> = {
  console: ['subscribe', 'presence', 'ping'],
  chat: ['message', 'typing', 'got', 'seen', 'ping'],
};

export const handshakes = [
  ['console', 'a new ticket', 'yes'],
  ['console', 'a new ticket, from a page of another site', 'yes'],
  ['console', 'a ticket used before', 401],
  ['console', 'a ticket that ran out', 401],
  ['console', 'no ticket', 401],
  ['console', 'an access token in the query', 401],
  ['console', 'the token of a chat session', 401],
  ['chat', 'the token of a session, as a subprotocol', 'yes'],
  ['chat', 'the token, from a page of another site', 403],
  ['chat', 'the token, from a page without an origin (`null`)', 403],
  ['chat', 'the token of a session that is over', 401],
  ['chat', 'the token in the query', 401],
  ['chat', 'no token', 401],
  ['chat', 'an access token of an agent', 401],
  ['chat', 'a ticket for the console', 401],
] as const satisfies readonly (readonly [string, string, Cell])[];
export type Handshake = (typeof handshakes)[number][1];
