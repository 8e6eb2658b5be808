import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { answerFrame } from '#functions/chat-socket/frames.ts';
import { takeWebhook } from '#functions/webhooks/generic-webhook/take-webhook.ts';
import { aConnection, noon } from '#test/support/builders.ts';
import { aChatSocket } from '#test/support/chat.ts';
import { aChat, memoryCounts } from '#test/support/chat-world.ts';
import { memoryScreens } from '#test/support/memory-realtime.ts';
import type { Hostile } from '../contract.ts';
import { aForm, filledIn } from './a-form.ts';
import { eventOf } from './forged-requests.ts';
import { signers } from './signers.ts';

/** What a flood came to: how many got through, how many were told to wait, and whether somebody else still gets through. */
type Flooded = { readonly taken: number; readonly refused: number; readonly othersGoOn: boolean };

type Flood = {
  readonly name: string;
  readonly inputs: number;
  /** No more than so many may get through. */
  readonly most: number;
  readonly flood: (count: number) => Promise<Flooded>;
};

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

/** Asks one after another; everything that is not taken has to be a 429. */
async function ask(
  count: number,
  one: (at: number) => Promise<number | undefined>,
): Promise<Omit<Flooded, 'othersGoOn'>> {
  const statuses: (number | undefined)[] = [];
  for (const at of upTo(count)) statuses.push(await one(at));
  const strange = statuses.find((status) => status === undefined || (status >= 300 && status !== 429));
  if (strange !== undefined) throw new Error(`HTTP ${strange}`);
  const refused = statuses.filter((status) => status === 429).length;
  return { taken: count - refused, refused };
}

const sessions =
  (from: (at: number) => string) =>
  async (count: number): Promise<Flooded> => {
    const chat = aChat();
    const begin = async (address: string) => (await chat.ask('sessions', { body: {}, from: address })).status;
    const flooded = await ask(count, (at) => begin(from(at)));
    return { ...flooded, othersGoOn: (await begin('192.0.2.77')) === 200 };
  };

const formsFrom =
  (from: (at: number) => string, mailOf: (at: number) => string) =>
  async (count: number): Promise<Flooded> => {
    const { send } = aForm();
    const one = async (address: string, email: string) => {
      const body = new URLSearchParams({ ...filledIn, email }).toString();
      return (await send({ body, ip: address })).statusCode;
    };
    const flooded = await ask(count, (at) => one(from(at), mailOf(at)));
    return { ...flooded, othersGoOn: (await one('192.0.2.77', 'other@customer.example')) === 202 };
  };

async function chatMessages(count: number): Promise<Flooded> {
  const chat = aChat();
  const [{ token }, other] = [await chat.begin(), await chat.begin({}, { from: '192.0.2.77' })];
  const write = async (by: string, at: number) =>
    (await chat.ask('messages', { token: by, body: { id: `message-${at}`, text: 'hello' } })).status;
  const flooded = await ask(count, (at) => write(token, at));
  return { ...flooded, othersGoOn: (await write(other.token, count)) === 202 };
}

async function frames(count: number): Promise<Flooded> {
  const chat = aChat();
  const visitors = memoryScreens();
  const needs = { ...chat.needs, pushToVisitors: visitors.push };
  for (const id of ['one', 'other']) {
    const { sessionId } = await chat.begin();
    await chat.needs.store.putSocket(aChatSocket({ id, sessionId, visitor: `visitor:${id}` }));
  }
  const say = (id: string, at: number) =>
    answerFrame(needs, id, JSON.stringify({ type: 'message', id: `message-${id}-${at}`, text: 'hello' }));
  for (const at of upTo(count)) await say('one', at);
  const types = visitors.shown.map(({ frame }) => (frame as { readonly type: string }).type);
  const taken = types.filter((type) => type === 'ack').length;
  await say('other', 0);
  const last = visitors.shown.at(-1)?.frame as { readonly type: string };
  return { taken, refused: types.filter((type) => type === 'refused').length, othersGoOn: last.type === 'ack' };
}

async function webhooks(count: number): Promise<Flooded> {
  const signer = signers.find(({ provider }) => provider === 'generic-webhook');
  if (!signer) throw new Error('the generic webhook is not among the signers');
  const settings = { paths: { senderAddress: 'from', text: 'text' }, perMinute: 100 };
  const now = () => new Date(noon);
  const secret = signer.secret('current');
  const needs = {
    connections: {
      get: async (id: string) => aConnection({ id, provider: 'generic-webhook', channel: 'webhook', settings }),
    },
    secret: async () => JSON.stringify({ secrets: [secret] }),
    countOne: memoryCounts(now),
    inbound: async () => undefined,
    now,
  };
  const { body } = signer;
  const post = async (connectionId: string, at: number) => {
    const headers = signer.sign({ body, secret, url: '', id: `msg_${at}` });
    const event: APIGatewayProxyEventV2 = eventOf(signer, { headers, connectionId });
    return (await takeWebhook(needs, event)).statusCode;
  };
  const flooded = await ask(count, (at) => post('main', at));
  return { ...flooded, othersGoOn: (await post('other', 0)) === 202 };
}

const house = (at: number): string => `2001:db8:1:2::${at.toString(16)}`;
const one = (): string => '198.51.100.1';
const mail = (at: number): string => `person${at}@customer.example`;

const floods: readonly Flood[] = [
  { name: '1,000 chats from one address', inputs: 1000, most: 60, flood: sessions(one) },
  { name: '1,000 chats from as many addresses of one house', inputs: 1000, most: 60, flood: sessions(house) },
  { name: '1,000 messages in one chat', inputs: 1000, most: 20, flood: chatMessages },
  { name: '1,000 frames on one socket', inputs: 1000, most: 20, flood: frames },
  { name: '500 forms from one address', inputs: 500, most: 20, flood: formsFrom(one, mail) },
  { name: '500 forms from as many addresses of one house', inputs: 500, most: 20, flood: formsFrom(house, mail) },
  {
    name: '500 forms with one mail address from everywhere',
    inputs: 500,
    most: 5,
    flood: formsFrom(
      (at) => `10.0.${at >> 8}.${at & 255}`,
      () => 'one@customer.example',
    ),
  },
  { name: '1,000 signed webhooks in a minute', inputs: 1000, most: 100, flood: webhooks },
];

/** Refused is what came too much: the few that may get through do, and nobody else has to wait. */
export const requestFloodCases: readonly Hostile[] = floods.map(({ name, inputs, most, flood }) => ({
  group: 'floods of requests',
  name,
  expects: 'refused',
  because: new RegExp(`^${most} taken, ${inputs - most} told to wait$`),
  inputs,
  run: async () => {
    const { taken, refused, othersGoOn } = await flood(inputs);
    if (!othersGoOn) throw new Error('others have to wait as well');
    return { outcome: refused > 0 ? 'refused' : 'stored', reason: `${taken} taken, ${refused} told to wait` };
  },
}));
