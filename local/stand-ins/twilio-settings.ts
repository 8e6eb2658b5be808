import type { StandInAnswer, StandInRequest } from '../channels/local-channel.ts';
import { twilioError } from './twilio-messages.ts';

/** What people set up at Twilio: where webhooks go. Every number is ours; a webhook is remembered once it was set. */
export type TwilioSettings = {
  /** Answers `/IncomingPhoneNumbers…`; `rest` is what follows the account in the path. */
  readonly numbers: (request: StandInRequest, rest: string) => StandInAnswer;
  /** Answers `messaging.twilio.com`: senders of WhatsApp, and Messaging Services. */
  readonly messaging: (request: StandInRequest) => StandInAnswer;
};

const sidOf = (prefix: string, digits: string): string => `${prefix}${digits.replace(/\D/g, '').padStart(32, '0')}`;
const notFound = (path: string): StandInAnswer =>
  answer(twilioError(404, 20_404, `The resource ${path} was not found`));
const answer = (error: ReturnType<typeof twilioError>): StandInAnswer => ({ status: error.status, body: error });

export function createTwilioSettings(): TwilioSettings {
  const webhooks = new Map<string, string>();
  const numberOf = (sid: string) => ({ sid, sms_url: webhooks.get(sid) ?? '' });
  const numbers = ({ method, query, body, path }: StandInRequest, rest: string): StandInAnswer => {
    if (rest === '/IncomingPhoneNumbers.json') {
      const number = numberOf(sidOf('PN', query.get('PhoneNumber') ?? ''));
      return { status: 200, body: { incoming_phone_numbers: [number] } };
    }
    const [, sid] = /^\/IncomingPhoneNumbers\/(PN\w+)\.json$/.exec(rest) ?? [];
    if (!sid) return notFound(path);
    if (method === 'POST') webhooks.set(sid, new URLSearchParams(body.toString()).get('SmsUrl') ?? '');
    return { status: 200, body: numberOf(sid) };
  };
  const senders = ({ method, body }: StandInRequest, sid: string): StandInAnswer => {
    if (method === 'POST') webhooks.set(sid, JSON.parse(body.toString()).webhook?.callback_url ?? '');
    const resource = {
      sid,
      sender_id: 'whatsapp:+15550002000',
      status: 'ONLINE',
      webhook: { callback_url: webhooks.get(sid) ?? '', callback_method: 'POST' },
    };
    return method === 'POST' ? { status: 202, body: resource } : { status: 200, body: { senders: [resource] } };
  };
  const service = ({ method, body }: StandInRequest, sid: string): StandInAnswer => {
    if (method === 'POST') webhooks.set(sid, new URLSearchParams(body.toString()).get('InboundRequestUrl') ?? '');
    const resource = { sid, inbound_request_url: webhooks.get(sid) ?? null, use_inbound_webhook_on_number: false };
    return { status: 200, body: resource };
  };
  const messaging = (request: StandInRequest): StandInAnswer => {
    const [, what, sid = sidOf('XE', '')] =
      /^\/v[12]\/(Services|Channels\/Senders)(?:\/(\w+))?$/.exec(request.path) ?? [];
    if (what === 'Services') return service(request, sid);
    return what ? senders(request, sid) : notFound(request.path);
  };
  return { numbers, messaging };
}
