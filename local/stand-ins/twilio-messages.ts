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
  status: 'queued' | 'accepted' | 'sent' | 'delivered' | 'undelivered';
  error_code: number | null;
  readonly error_message: null;
  readonly direction: 'outbound-api';
  readonly num_media: '0';
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

/** Why Twilio would refuse to create this message. */
export function refusalOf(form: URLSearchParams, optedOut: readonly string[]): TwilioError | undefined {
  const field = (name: string): string => form.get(name) ?? '';
  const to = field('To');
  const refused = (code: number, message: string) => twilioError(400, code, message);
  const magic = refusedNumbers[to];

  if (to === '') return refused(21_604, "A 'To' phone number is required.");
  if (field('From') === '' && field('MessagingServiceSid') === '') {
    return refused(21_603, "A 'From' phone number is required.");
  }
  if (field('Body') === '') return refused(21_602, 'Message body is required.');
  if (field('Body').length > maximumCharacters) {
    return refused(21_617, `The concatenated message body exceeds the ${maximumCharacters} character limit`);
  }
  if (magic) return refused(...magic);
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return refused(21_211, "Invalid 'To' Phone Number");
  if (optedOut.includes(to)) return refused(21_610, 'Attempt to send to unsubscribed recipient');
  return undefined;
}

/** The message that a valid request creates. */
export function createdMessage(accountSid: string, form: URLSearchParams): TwilioMessage {
  const sid = `SM${randomBytes(16).toString('hex')}`;
  const now = twilioDate(new Date());
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}`;
  const body = form.get('Body') ?? '';
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
    num_media: '0',
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
