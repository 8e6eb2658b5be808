import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { serviceError, startJsonService } from './http/json-service.ts';
import type { Listening } from './http/listen-locally.ts';

export type TextSent = {
  readonly messageId: string;
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly mediaUrls: readonly string[];
  readonly at: string;
  /** The last event told of it, `TEXT_QUEUED` at first. */
  eventType: string;
};

export type SmsVoiceOptions = {
  readonly port?: number | undefined;
  /** Before each event. @default 300 */
  readonly eventDelayMs?: number;
  readonly optedOut?: readonly string[];
  readonly unreachable?: readonly string[];
};

export type LocalSmsVoice = Listening & {
  /** Every message taken, in order. */
  readonly messages: () => readonly TextSent[];
  /** From now on events are published on the topic of the configuration set; only messages with one have events. */
  readonly publishWith: (publish: Publish) => void;
};

type Publish = (event: object) => Promise<unknown>;

type Input = Record<string, unknown>;

const conflict = (Reason: string) => serviceError('ConflictException', 'The request conflicts', { Reason });
const invalid = (Reason: string) => serviceError('ValidationException', 'The request is not valid', { Reason });
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Starts AWS End User Messaging SMS, as far as texts are sent with it. */
export async function startSmsVoice(options: SmsVoiceOptions = {}): Promise<LocalSmsVoice> {
  const messages: TextSent[] = [];
  const stopping = new AbortController();
  let publish: Publish = async () => undefined;
  const send = (kind: 'TEXT' | 'MEDIA', input: Input): object => {
    refuse(kind, input, options);
    const message = messageOf(kind, input);
    messages.push(message);
    const telling = { kind, message, input, signal: stopping.signal, publish: (event: object) => publish(event) };
    tell(options, telling).catch((error: unknown) => {
      if (!stopping.signal.aborted) console.error('sms emulator: an event was not taken', error);
    });
    return { MessageId: message.messageId };
  };
  const operations: Readonly<Record<string, (input: Input) => object>> = {
    SendTextMessage: (input) => send('TEXT', input),
    SendMediaMessage: (input) => send('MEDIA', input),
    DescribePhoneNumbers: () => ({ PhoneNumbers: [] }),
    DescribeConfigurationSets: () => ({ ConfigurationSets: [] }),
  };
  const listening = await startJsonService({
    version: '1.0',
    port: options.port,
    answer: async (operation, input) => {
      const answer = operations[operation];
      if (!answer) throw serviceError('UnknownOperationException', `${operation} is not emulated`);
      return answer(input);
    },
  });
  return {
    ...listening,
    messages: () => messages,
    publishWith: (given) => {
      publish = given;
    },
    stop: async () => {
      stopping.abort();
      await listening.stop();
    },
  };
}

/** https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html, read 2026-11-22. */
function refuse(kind: 'TEXT' | 'MEDIA', input: Input, { optedOut = [] }: SmsVoiceOptions): void {
  const to = textOf(input.DestinationPhoneNumber);
  const urls = Array.isArray(input.MediaUrls) ? input.MediaUrls : [];
  if (!/^\+[1-9]\d{6,14}$/.test(to)) throw invalid('INVALID_PARAMETER');
  if (kind === 'TEXT' && textOf(input.MessageBody).trim() === '') throw invalid('MISSING_PARAMETER');
  if (textOf(input.MessageBody).length > 1600) throw invalid('FIELD_VALIDATION_FAILED');
  if (urls.length > 1 || urls.some((url) => !String(url).startsWith('s3://'))) throw invalid('INVALID_PARAMETER');
  if (optedOut.includes(to)) throw conflict('DESTINATION_PHONE_NUMBER_OPTED_OUT');
}

const messageOf = (kind: 'TEXT' | 'MEDIA', input: Input): TextSent => ({
  messageId: randomUUID(),
  to: textOf(input.DestinationPhoneNumber),
  from: textOf(input.OriginationIdentity),
  text: textOf(input.MessageBody),
  mediaUrls: Array.isArray(input.MediaUrls) ? input.MediaUrls.map(String) : [],
  at: new Date().toISOString(),
  eventType: `${kind}_QUEUED`,
});

type Telling = {
  readonly kind: 'TEXT' | 'MEDIA';
  readonly message: TextSent;
  readonly input: Input;
  readonly signal: AbortSignal;
  readonly publish: Publish;
};

/** https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-format.html, read 2026-11-22. */
async function tell(options: SmsVoiceOptions, { kind, message, input, signal, publish }: Telling): Promise<void> {
  const requestedAt = Date.now();
  const last = options.unreachable?.includes(message.to) ? 'UNREACHABLE' : 'DELIVERED';
  for (const status of ['PENDING', 'SUCCESSFUL', last]) {
    await wait(options.eventDelayMs ?? 300, undefined, { signal });
    message.eventType = `${kind}_${status}`;
    if (input.ConfigurationSetName === undefined) continue;
    await publish({
      eventType: message.eventType,
      eventVersion: '1.0',
      eventTimestamp: Date.now(),
      isFinal: status === last,
      originationPhoneNumber: message.from,
      destinationPhoneNumber: message.to,
      isoCountryCode: 'US',
      messageId: message.messageId,
      messageRequestTimestamp: requestedAt,
      messageEncoding: 'GSM',
      messageType: input.MessageType ?? 'TRANSACTIONAL',
      messageStatus: status,
      messageStatusDescription: `Message is ${status.toLowerCase()}`,
      context: input.Context ?? {},
      totalMessageParts: 1,
      totalMessagePrice: 0.005_81,
      totalCarrierFee: 0.003,
    });
  }
}
