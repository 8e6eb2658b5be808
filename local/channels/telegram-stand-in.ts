import { picture } from '../stand-ins/twilio-picture.ts';
import type { LocalChannel, StandInAnswer, StandInContext, StandInRequest } from './local-channel.ts';
import { bot, botToken, nextNumber } from './telegram-account.ts';

type Fields = Readonly<Record<string, unknown>>;

const done = (result: unknown): StandInAnswer => ({ status: 200, body: { ok: true, result } });
const refused = (error_code: number, description: string, parameters?: Fields): StandInAnswer => ({
  status: error_code,
  body: { ok: false, error_code, description, ...(parameters ? { parameters } : {}) },
});

/** Chats that refuse everything, to see what agents are told. */
const blockedChat = '403';
const busyChat = '429';
const unknownChat = '404';

const files = {
  sendPhoto: 'photo',
  sendDocument: 'document',
  sendVideo: 'video',
  sendAudio: 'audio',
  sendAnimation: 'animation',
};

async function fieldsOf({ headers, body }: StandInRequest): Promise<Fields> {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('application/json')) return JSON.parse(body.toString('utf8'));
  return Object.fromEntries(
    await new Response(Uint8Array.from(body), { headers: { 'content-type': type } }).formData(),
  );
}

/** What Telegram refuses of a message, in its words. */
function refusalOf({ chat_id, text, caption }: Fields): StandInAnswer | undefined {
  if (chat_id === blockedChat) return refused(403, 'Forbidden: bot was blocked by the user');
  if (chat_id === busyChat) return refused(429, 'Too Many Requests: retry after 5', { retry_after: 5 });
  if (chat_id === unknownChat || !/^-?\d+$/.test(String(chat_id))) return refused(400, 'Bad Request: chat not found');
  if (String(text ?? '').length > 4096) return refused(400, 'Bad Request: message is too long');
  return String(caption ?? '').length > 1024 ? refused(400, 'Bad Request: message caption is too long') : undefined;
}

function send(fields: Fields, file: unknown, { now, noteSent }: StandInContext): StandInAnswer {
  const refusal = refusalOf(fields);
  if (refusal) return refusal;
  const text = String(fields.text ?? fields.caption ?? '');
  if (text === '' && !(file instanceof File)) return refused(400, 'Bad Request: message text is empty');
  const chat = Number(fields.chat_id);
  const message_id = nextNumber();
  const at = now();
  noteSent({
    provider: 'telegram',
    id: `${chat}:${message_id}`,
    to: String(fields.chat_id),
    text,
    ...(file instanceof File ? { files: [file.name] } : {}),
    status: 'sent',
    at: at.toISOString(),
  });
  const business = fields.business_connection_id;
  return done({
    message_id,
    from: bot,
    chat: { id: chat, type: chat < 0 ? 'supergroup' : 'private' },
    date: Math.floor(at.getTime() / 1000),
    ...(business === undefined ? {} : { business_connection_id: business }),
  });
}

let webhook: Fields = { url: '', allowed_updates: [] };

function setWebhook({ url, allowed_updates, secret_token }: Fields): StandInAnswer {
  if (!/^[\w-]{1,256}$/.test(String(secret_token)))
    return refused(400, 'Bad Request: secret token contains unallowed characters');
  webhook = { url, allowed_updates };
  return { status: 200, body: { ok: true, result: true, description: 'Webhook was set' } };
}

const methods: Readonly<Record<string, (fields: Fields) => StandInAnswer>> = {
  getMe: () =>
    done({ ...bot, can_join_groups: true, can_read_all_group_messages: false, supports_inline_queries: false }),
  getWebhookInfo: () => done({ ...webhook, has_custom_certificate: false, pending_update_count: 0 }),
  setWebhook,
  answerCallbackQuery: () => done(true),
  getFile: ({ file_id }) => done({ file_id, file_unique_id: 'AgADlocal', file_path: 'photos/file_0.png' }),
};

async function api(request: StandInRequest, context: StandInContext): Promise<StandInAnswer> {
  if (request.path === `/file/bot${botToken}/photos/file_0.png`)
    return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: picture.body };
  const [, token, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(request.path) ?? [];
  if (token === undefined) return refused(404, 'Not Found');
  if (token !== botToken) return refused(401, 'Unauthorized');
  const fields = await fieldsOf(request);
  const file = Object.entries(files).find(([name]) => name === method)?.[1];
  if (method === 'sendMessage' || file !== undefined) return send(fields, file && fields[file], context);
  return methods[method]?.(fields) ?? refused(404, 'Not Found');
}

/** Telegram's API; it keeps no chats, and has some that refuse: 403 blocked us, 404 is nobody, 429 is too much. */
export const telegramHosts: NonNullable<LocalChannel['hosts']> = { 'api.telegram.org': api };
