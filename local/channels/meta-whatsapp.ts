import { randomBytes } from 'node:crypto';
import { appSecretProof, graphHost, graphVersion } from '#adapters/channels/meta/graph.ts';
import { metaSignature } from '#adapters/channels/meta/signature.ts';
import { picture } from '../stand-ins/twilio-picture.ts';
import type { LocalChannel, StandInAnswer, StandInContext, StandInRequest, WebhookRequest } from './local-channel.ts';
import { newWamid, statusEntry, type WhatsAppEntry, whatsAppActions } from './whatsapp-business.ts';
import { statusesOf, taken, type WhatsAppRefusal, type WhatsAppSending } from './whatsapp-messages.ts';

const number = { wabaId: '102290129340398', phoneNumberId: '106540352242922', displayNumber: '15550783881' };

const credentials = {
  appSecrets: [`local-${'whatsapp'.repeat(2)}`],
  verifyToken: 'local-verify-token',
  accessToken: `local-${'system-user'.repeat(2)}`,
} as const;

const connection = {
  id: 'support-meta-whatsapp',
  provider: 'meta-whatsapp',
  channel: 'whatsapp',
  name: 'Support on WhatsApp',
  address: `+${number.displayNumber}`,
  accountId: number.phoneNumberId,
  queueId: 'billing',
  settings: { wabaId: number.wabaId },
} as const;

const path = `/webhooks/${connection.provider}/${connection.id}`;

/** Meta writes non-ASCII characters like this, and signs what it wrote. */
const escaped = (json: string): string =>
  json.replace(/[\u0080-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

function webhook(entry: WhatsAppEntry): WebhookRequest {
  const body = escaped(JSON.stringify({ object: 'whatsapp_business_account', entry: [entry] }));
  return {
    path,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'facebookexternalua',
      'x-hub-signature-256': metaSignature(body, credentials.appSecrets[0]),
    },
    body,
  };
}

const refused = ({ code, message }: WhatsAppRefusal): StandInAnswer => ({
  status: code === 190 ? 401 : 400,
  body: { error: { message, type: 'OAuthException', code, fbtrace_id: randomBytes(8).toString('base64url') } },
});
const answered = (body: unknown): StandInAnswer => ({ status: 200, body });

const mediaUrl = 'https://lookaside.fbsbx.com/whatsapp_business/attachments/';
const isMediaId = (id: string): boolean => /^77\d{12,}$/.test(id);

/** Plays the Graph API for this one number; what is about others is left to others at the same host. */
function graph(request: StandInRequest, context: StandInContext): StandInAnswer | undefined {
  const [version, id = '', edge = ''] = request.path.slice(1).split('/');
  const isOurs = id === number.phoneNumberId || id === number.wabaId || isMediaId(id);
  if (!isOurs || version !== graphVersion) return undefined;
  const trouble = troubleOf(request);
  if (trouble) return refused(trouble);
  if (isMediaId(id))
    return answered({ messaging_product: 'whatsapp', id, mime_type: 'image/png', url: `${mediaUrl}?mid=${id}` });
  if (edge === 'messages') return send(request, context);
  if (edge === 'message_templates') return answered({ data: templates });
  return request.method === 'GET' ? answered(numberFields(context)) : answered({ success: true });
}

function troubleOf({ headers, query }: StandInRequest): WhatsAppRefusal | undefined {
  const { accessToken, appSecrets } = credentials;
  if (headers.authorization !== `Bearer ${accessToken}`)
    return { code: 190, message: 'Invalid OAuth access token - Cannot parse access token' };
  const isProven = query.get('appsecret_proof') === appSecretProof(accessToken, appSecrets[0]);
  return isProven ? undefined : { code: 100, message: 'Invalid appsecret_proof provided in the API argument' };
}

const numberFields = ({ publicUrl }: StandInContext) => ({
  display_phone_number: '+1 555-078-3881',
  verified_name: 'Parley Support',
  quality_rating: 'GREEN',
  code_verification_status: 'VERIFIED',
  webhook_configuration: { phone_number: `${publicUrl}${path}` },
  id: number.phoneNumberId,
});

const templates = [
  {
    name: 'order_update',
    language: 'en_US',
    status: 'APPROVED',
    category: 'UTILITY',
    components: [{ type: 'BODY', text: 'Hello {{1}}, there is news about order {{2}}.' }],
  },
];

function send({ body }: StandInRequest, context: StandInContext): StandInAnswer {
  const message = taken(parsed(body));
  if ('code' in message) return refused(message);
  const id = newWamid();
  noteAndReport(message, id, context);
  return answered({
    messaging_product: 'whatsapp',
    contacts: [{ input: message.to, wa_id: message.to }],
    messages: [{ id, message_status: 'accepted' }],
  });
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function noteAndReport(message: WhatsAppSending, id: string, { callBack, noteSent, now }: StandInContext): void {
  const { to, text, files } = message;
  noteSent({ provider: connection.provider, id, to: `+${to}`, text, files, status: 'sent', at: now().toISOString() });
  for (const status of statusesOf(message, id)) callBack(webhook(statusEntry(number, now(), status)));
}

/** Files are only for who has the token. */
function files({ path: asked, headers }: StandInRequest): StandInAnswer | undefined {
  if (!asked.startsWith('/whatsapp_business/')) return undefined;
  if (headers.authorization !== `Bearer ${credentials.accessToken}`) return { status: 401, body: '' };
  return { status: 200, headers: { 'content-type': picture.contentType }, body: picture.body };
}

/** WhatsApp from Meta. */
export const metaWhatsAppLocal: LocalChannel = {
  title: 'WhatsApp',
  connection,
  credentials,
  actions: whatsAppActions({ number, toRequest: webhook }),
  hosts: { [graphHost]: graph, 'lookaside.fbsbx.com': files },
};
