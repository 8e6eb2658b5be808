import { randomBytes } from 'node:crypto';
import { countSegments, maximumCharacters } from '#adapters/channels/twilio-sms/segments.ts';

/** The Message resource as Twilio answers it, https://www.twilio.com/docs/messaging/api/message-resource. */
export type TwilioMessage = {
  readonly sid: string;
  readonly account_sid: string;
  readonly messaging_service_sid: string | null;
  readonly api_version: '2010-04-01';
  readonly body: string;
  from: string | null;
  readonly to: string;
  status: 'queued' | 'accepted' | 'sent' | 'delivered' | 'read' | 'undelivered';
  error_code: number | null;
  readonly error_message: null;
  readonly direction: 'outbound-api';
  readonly num_media: string;
  readonly num_segments: string;
  readonly price: null;
  readonly price_unit: 'USD';
  readonly date_created: string;
  date_sent: string | null;
  date_updated: string;
  readonly uri: string;
  readonly subresource_uris: { readonly media: string };
};

/** How Twilio refuses a request. */
export type TwilioError = {
  readonly code: number;
  readonly message: string;
  readonly more_info: string;
  readonly status: number;
};

export const twilioError = (status: number, code: number, message: string): TwilioError => ({
  code,
  message,
  more_info: `https://www.twilio.com/docs/errors/${code}`,
  status,
});

/** Twilio's own test numbers, https://www.twilio.com/docs/iam/test-credentials#magic-input. */
const refusedNumbers: Readonly<Record<string, readonly [code: number, message: string]>> = {
  '+15005550001': [21_211, "Invalid 'To' Phone Number"],
  '+15005550002': [21_612, "Message cannot be sent with the current combination of 'To' and 'From' parameters"],
  '+15005550003': [21_408, 'Permission to send an SMS has not been enabled for the region of this number'],
  '+15005550004': [21_610, 'Attempt to send to unsubscribed recipient'],
  '+15005550009': [21_614, "'To' number is not a valid mobile number"],
};

const number = /^\+[1-9]\d{6,14}$/;
const whatsAppAddress = /^(\+[1-9]\d{6,14}|[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128})$/;

/** A template of ours, and values for its placeholders by name. */
function isContent(form: URLSearchParams): boolean {
  if (!/^HX[0-9a-fA-F]{32}$/.test(form.get('ContentSid') ?? '')) return false;
  try {
    return typeof JSON.parse(form.get('ContentVariables') ?? '{}') === 'object';
  } catch {
    return false;
  }
}

/** Templates lie at Twilio; this is what can be told of one here. */
const contentOf = (form: URLSearchParams): string =>
  form.has('ContentSid') ? `${form.get('ContentSid')} ${form.get('ContentVariables') ?? ''}`.trim() : '';

type Asked = {
  readonly field: (name: string) => string;
  readonly form: URLSearchParams;
  /** `whatsapp` or `rcs`, where `To` names one. */
  readonly channel: string | undefined;
  readonly to: string;
  readonly optedOut: readonly string[];
};

type Rule = { readonly breaks: (asked: Asked) => boolean; readonly code: number; readonly message: string };

/** In the order in which Twilio looks; its test numbers are refused in between. */
const rules: readonly Rule[] = [
  { breaks: ({ to }) => to === '', code: 21_604, message: "A 'To' phone number is required." },
  {
    breaks: ({ field }) => field('From') === '' && field('MessagingServiceSid') === '',
    code: 21_603,
    message: "A 'From' phone number is required.",
  },
  {
    breaks: ({ field }) => ['Body', 'MediaUrl', 'ContentSid'].every((name) => field(name) === ''),
    code: 21_602,
    message: 'Message body is required.',
  },
  {
    breaks: ({ form }) => form.getAll('MediaUrl').length > 10,
    code: 21_623,
    message: 'Number of media files exceeds allowed limit',
  },
  {
    breaks: ({ form }) => form.has('ContentSid') && !isContent(form),
    code: 21_656,
    message: 'The ContentVariables Parameter is invalid.',
  },
  {
    breaks: ({ field }) => field('Body').length > maximumCharacters,
    code: 21_617,
    message: `The concatenated message body exceeds the ${maximumCharacters} character limit`,
  },
  {
    breaks: ({ channel, field }) =>
      channel !== undefined && field('MessagingServiceSid') === '' && !field('From').startsWith(`${channel}:`),
    code: 63_007,
    message: 'Twilio could not find a Channel with the specified From address',
  },
  {
    breaks: ({ channel, to }) => !(channel === 'whatsapp' ? whatsAppAddress : number).test(to),
    code: 21_211,
    message: "Invalid 'To' Phone Number",
  },
  {
    breaks: ({ to, optedOut }) => optedOut.includes(to),
    code: 21_610,
    message: 'Attempt to send to unsubscribed recipient',
  },
];

/** Why Twilio would refuse to create this message. */
export function refusalOf(form: URLSearchParams, optedOut: readonly string[]): TwilioError | undefined {
  const field = (name: string): string => form.get(name) ?? '';
  const [, channel, to = ''] = /^(?:(whatsapp|rcs):)?(.*)$/s.exec(field('To')) ?? [];
  const asked = { field, form, channel, to, optedOut };
  const broken = rules.find(({ breaks }) => breaks(asked));
  const magic = refusedNumbers[to];
  if (magic && (!broken || broken.code === 21_610)) return twilioError(400, ...magic);
  return broken && twilioError(400, broken.code, broken.message);
}

/** The message that a valid request creates. */
export function createdMessage(accountSid: string, form: URLSearchParams): TwilioMessage {
  const sid = `${form.has('MediaUrl') ? 'MM' : 'SM'}${randomBytes(16).toString('hex')}`;
  const now = twilioDate(new Date());
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}`;
  const body = form.get('Body') ?? contentOf(form);
  const service = form.get('MessagingServiceSid');
  return {
    sid,
    account_sid: accountSid,
    messaging_service_sid: service,
    api_version: '2010-04-01',
    body,
    from: form.get('From'),
    to: form.get('To') ?? '',
    status: service ? 'accepted' : 'queued',
    error_code: null,
    error_message: null,
    direction: 'outbound-api',
    num_media: String(form.getAll('MediaUrl').length),
    // With a Messaging Service, Twilio has not chosen how to send it yet.
    num_segments: service ? '0' : String(countSegments(body).segments),
    price: null,
    price_unit: 'USD',
    date_created: now,
    date_sent: null,
    date_updated: now,
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
  };
}

/** RFC 2822 with a numeric zone, as Twilio writes dates. */
export const twilioDate = (date: Date): string => date.toUTCString().replace('GMT', '+0000');

/** One page that holds every message, newest first. */
export function messageList(accountSid: string, messages: readonly TwilioMessage[]) {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages.json?PageSize=1000&Page=0`;
  return {
    messages: messages.toReversed(),
    page: 0,
    page_size: 1000,
    start: 0,
    end: Math.max(0, messages.length - 1),
    uri,
    first_page_uri: uri,
    next_page_uri: null,
    previous_page_uri: null,
  };
}
