import { jsonAnswer, operationIn } from './dynamodb.ts';
import type { Wire, WireAnswer } from './interception.ts';

/** Where functions find each service; a port tells them apart. */
export const ports = {
  dynamodb: 4001,
  sqs: 4002,
  sfn: 4003,
  ssm: 4004,
  ses: 4005,
  comprehend: 4006,
  sockets: 4007,
  scheduler: 4008,
  s3: 4009,
  providers: 4010,
} as const;
export type Service = Exclude<keyof typeof ports, 'providers'> | 'twilio' | 'telegram';
/** The services, and those together that send what an agent wrote. */
export type Addressee = Service | 'senders';

export const addresseesOf = (service: Service): readonly Addressee[] =>
  service === 'twilio' || service === 'telegram' || service === 'ses' ? [service, 'senders'] : [service];

const providerHosts: Readonly<Record<string, Service>> = {
  'api.twilio.com': 'twilio',
  'api.telegram.org': 'telegram',
};

export function serviceOf({ port, path }: Wire): Service {
  const found = Object.entries(ports).find(([, each]) => each === port)?.[0];
  if (found !== undefined && found !== 'providers') return found as Service;
  const provider = providerHosts[path.split('/')[1] ?? ''];
  if (!provider) throw new Error(`nobody answers at port ${port}, ${path.split('/')[1]}`);
  return provider;
}

/** Something that a provider took to send. */
export type Sent = {
  readonly service: 'twilio' | 'telegram' | 'ses';
  readonly providerId: string;
  readonly to: string;
  /** Which answer of an agent it is. */
  readonly reply: string;
  /** Where the provider reports to. */
  readonly callback: string | undefined;
  /** What the provider repeats in its reports. */
  readonly tags: Readonly<Record<string, readonly string[]>>;
};

export const replyNamedIn = (text: string): string => /reply-\d+/.exec(text)?.[0] ?? 'no reply of ours';

type Take = (sent: Omit<Sent, 'providerId'>) => string;

function answerTwilio(wire: Wire, take: Take): WireAnswer {
  const form = new URLSearchParams(wire.body);
  const sid = take({
    service: 'twilio',
    to: form.get('To') ?? '',
    reply: replyNamedIn(form.get('Body') ?? ''),
    callback: form.get('StatusCallback') ?? undefined,
    tags: {},
  });
  return { ...jsonAnswer(201, { sid, status: 'queued' }), headers: { 'content-type': 'application/json' } };
}

function answerTelegram(wire: Wire, take: Take): WireAnswer {
  const { chat_id: chat, text } = JSON.parse(wire.body) as { readonly chat_id: string | number; readonly text: string };
  const id = take({ service: 'telegram', to: String(chat), reply: replyNamedIn(text), callback: undefined, tags: {} });
  const result = { message_id: 9000 + Number(/\d+$/.exec(id.slice(-4))?.[0]), chat: { id: Number(chat) } };
  return { ...jsonAnswer(200, { ok: true, result }), headers: { 'content-type': 'application/json' } };
}

/** `Tags.member.1.Name=connection&Tags.member.1.Value=…` */
const tagsIn = (form: URLSearchParams): Sent['tags'] =>
  Object.fromEntries(
    [...form]
      .filter(([field]) => /^Tags\.member\.\d+\.Name$/.test(field))
      .map(([field, name]) => [name, [form.get(field.replace(/Name$/, 'Value')) ?? '']]),
  );

function answerSes(wire: Wire, take: Take): WireAnswer {
  const form = new URLSearchParams(wire.body);
  const raw = Buffer.from(form.get('RawMessage.Data') ?? '', 'base64').toString();
  const to = form.get('Destinations.member.1') ?? '';
  const id = take({ service: 'ses', to, reply: replyNamedIn(raw), callback: undefined, tags: tagsIn(form) });
  const body = `<SendRawEmailResponse><SendRawEmailResult><MessageId>${id}</MessageId></SendRawEmailResult></SendRawEmailResponse>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}

/** Takes what is to be sent, and remembers it. */
export function answerSender(service: Sent['service'], wire: Wire, take: Take): WireAnswer {
  switch (service) {
    case 'twilio':
      return answerTwilio(wire, take);
    case 'telegram':
      return answerTelegram(wire, take);
    case 'ses':
      return answerSes(wire, take);
  }
}

/** Every text is calm English: analysis itself is not what is tried here. */
export function answerComprehend(wire: Wire): WireAnswer {
  if (operationIn(wire) === 'DetectDominantLanguage')
    return jsonAnswer(200, { Languages: [{ LanguageCode: 'en', Score: 0.97 }] });
  const SentimentScore = { Positive: 0.1, Negative: 0.1, Neutral: 0.8, Mixed: 0 };
  return jsonAnswer(200, { Sentiment: 'NEUTRAL', SentimentScore });
}

export function answerSsm(secrets: ReadonlyMap<string, string>, wire: Wire): WireAnswer {
  const { Name } = JSON.parse(wire.body) as { readonly Name: string };
  const Value = secrets.get(Name);
  return Value === undefined
    ? jsonAnswer(400, { __type: 'ParameterNotFound', message: 'Parameter not found.' })
    : jsonAnswer(200, { Parameter: { Name, Value, Type: 'SecureString', Version: 1 } });
}

/** Files are put and taken; what is in them does not matter here. */
export const answerS3 = (): WireAnswer => ({ status: 200, body: '' });
