import { picture } from '../stand-ins/twilio-picture.ts';
import { bot, channelAccessToken, connection, hex, messageId, replyTokens, webhookPath } from './line-account.ts';
import type { LocalChannel, StandInAnswer, StandInContext, StandInRequest } from './local-channel.ts';

const isAuthorised = ({ headers }: StandInRequest): boolean => headers.authorization === `Bearer ${channelAccessToken}`;
const unauthorised: StandInAnswer = {
  status: 401,
  body: { message: 'Authentication failed. Confirm that the access token in the authorization header is valid.' },
};

type Message = { readonly type: string; readonly text?: string; readonly originalContentUrl?: string };
type Sending = {
  readonly to?: string;
  readonly replyToken?: string;
  readonly messages?: readonly Message[];
};

/** What LINE refuses of a message, in its words. */
function flawOf({ messages = [] }: Sending): string | undefined {
  if (messages.length === 0 || messages.length > 5) return 'Size must be between 1 and 5';
  if (messages.some(({ type, text: said = '' }) => type === 'text' && (said === '' || said.length > 5000)))
    return 'Length must be between 1 and 5000';
  if (messages.some(({ originalContentUrl: url }) => url !== undefined && !/^https?:/.test(url)))
    return 'Must be a valid HTTPS URL';
  return undefined;
}

const sentByKey = new Map<string, StandInAnswer>();
const usedTokens = new Set<string>();

/** What LINE answers instead of sending: it was sent before, or cannot be. */
function refusalOf(sending: Sending, key: string | undefined): StandInAnswer | undefined {
  const before = key === undefined ? undefined : sentByKey.get(key);
  if (before) return { status: 409, body: { message: 'The retry key is already accepted', ...Object(before.body) } };
  if (sending.replyToken !== undefined && usedTokens.has(sending.replyToken))
    return { status: 400, body: { message: 'Invalid reply token' } };
  const message = flawOf(sending);
  if (message === undefined) return undefined;
  const details = [{ message, property: 'messages[0]' }];
  return { status: 400, body: { message: 'The request body has 1 error(s)', details } };
}

function send(request: StandInRequest, context: StandInContext): StandInAnswer {
  const sending: Sending = JSON.parse(request.body.toString('utf8'));
  const key = request.headers['x-line-retry-key'];
  const refusal = refusalOf(sending, key);
  if (refusal) return refusal;
  const to = sending.to ?? replyTokens.get(sending.replyToken ?? '') ?? 'nobody known';
  const sentMessages = (sending.messages ?? []).map((message) => note(message, to, context));
  const answer: StandInAnswer = { status: 200, body: { sentMessages } };
  if (key !== undefined) sentByKey.set(key, answer);
  if (sending.replyToken !== undefined) usedTokens.add(sending.replyToken);
  return answer;
}

function note({ type, text = '', originalContentUrl }: Message, to: string, context: StandInContext) {
  const id = messageId();
  const files = originalContentUrl === undefined ? {} : { files: [type] };
  context.noteSent({ provider: 'line', id, to, text, ...files, status: 'sent', at: context.now().toISOString() });
  return { id, quoteToken: hex() };
}

const endpointOf = (context: StandInContext) => ({ endpoint: `${context.publicUrl}${webhookPath}`, active: true });

function api(request: StandInRequest, context: StandInContext): StandInAnswer {
  if (!isAuthorised(request)) return unauthorised;
  const route = `${request.method} ${request.path}`;
  if (/^POST \/v2\/bot\/message\/(push|reply)$/.test(route)) return send(request, context);
  if (/^GET \/v2\/bot\/(profile|group|room)\//.test(route))
    return { status: 200, body: { displayName: 'Hana Sato', language: 'ja' } };
  if (route === 'GET /v2/bot/info')
    return {
      status: 200,
      body: { userId: bot, basicId: connection.address, displayName: connection.name, chatMode: 'bot' },
    };
  if (route === 'GET /v2/bot/channel/webhook/endpoint') return { status: 200, body: endpointOf(context) };
  if (route === 'PUT /v2/bot/channel/webhook/endpoint') return { status: 200, body: {} };
  if (route === 'POST /v2/bot/channel/webhook/test')
    return {
      status: 200,
      body: { success: true, timestamp: context.now().toISOString(), statusCode: 200, reason: 'OK', detail: '200' },
    };
  return { status: 404, body: { message: 'Not found' } };
}

const content = (request: StandInRequest): StandInAnswer =>
  isAuthorised(request) ? { status: 200, headers: { 'content-type': 'image/png' }, body: picture.body } : unauthorised;

/** Stands in for LINE's API and for where it keeps what customers attach. */
export const lineHosts: NonNullable<LocalChannel['hosts']> = { 'api.line.me': api, 'api-data.line.me': content };
