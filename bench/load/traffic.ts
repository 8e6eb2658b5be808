import { keysOf, mapValues } from '#lib/keys-of.ts';
import { mailConnection } from '#local/seed/accounts.ts';
import { type Random, weighted, zipf } from './arithmetic.ts';
import { toldByTopic, valuesOf, type Written, webhooksOf, writers } from './channels.ts';
import { openChats } from './chats.ts';
import { rawMail, textOf } from './sizes.ts';

/** A request to the system. */
export type Request = {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type Traffic = {
  /** The next message of somebody; `name` is in its text. */
  next(name: string): Promise<Request>;
  customers(): number;
};

export type TrafficOptions = {
  readonly url: string;
  readonly random: Random;
  /** Of the messages, how many come from somebody who never wrote before: from 0 to 1. */
  readonly newcomers: number;
};

/** Visitors of the chat, of which one address may not have many. */
const mostVisitors = 40;

const weights = mapValues(writers, ({ weight }) => weight);

/** People who write when a run begins; one for each percent that a provider has of the messages would wait for each other. */
const atFirstPerPercent = 10;

/** Who writes at each provider: some much more than others, now and then somebody new. */
function createPeople({ random, newcomers }: TrafficOptions) {
  const seen = new Set<string>();
  const known = new Map(
    keysOf(writers).map((provider) => [provider, Math.ceil(writers[provider].weight * atFirstPerPercent)]),
  );
  return {
    someone(provider: Written): number {
      const count = known.get(provider) ?? 0;
      const isNew = random() < newcomers && (provider !== 'web-chat' || count < mostVisitors);
      if (isNew) known.set(provider, count + 1);
      // Whoever chats is one of few, of whom none may write often.
      const customer = isNew ? count : provider === 'web-chat' ? Math.floor(random() * count) : zipf(random, count);
      seen.add(`${provider} ${customer}`);
      return customer;
    },
    count: () => seen.size,
  };
}

/** Mails of customers, each an answer in the thread of the one before. */
function createMails(random: Random) {
  const lastIds = new Map<number, string>();
  return (customer: number, name: string, text: string): Request => {
    const from = `customer${customer}@customer.example`;
    const to = mailConnection.address;
    const messageId = `<${name}@customer.example>`;
    const inReplyTo = lastIds.get(customer);
    lastIds.set(customer, messageId);
    return {
      path: `/local/mail?${new URLSearchParams({ from, to })}`,
      method: 'POST',
      headers: { 'content-type': 'message/rfc822' },
      body: rawMail(random, { from, to, subject: `Order ${customer}`, messageId, inReplyTo, text }),
    };
  };
}

/** Messages of mixed channels and sizes. */
export function createTraffic(options: TrafficOptions): Traffic {
  const { url, random } = options;
  const people = createPeople(options);
  const mail = createMails(random);
  const chats = openChats(url);

  async function requestOf(provider: Written, name: string): Promise<Request> {
    const customer = people.someone(provider);
    const text = textOf(random, name, writers[provider].longest);
    if (provider === 'ses-email') return mail(customer, name, text);
    if (provider === 'web-chat') return chats.message(customer, text);
    const values = valuesOf(provider, customer, text);
    if (toldByTopic.has(provider)) {
      const body = JSON.stringify({ provider, action: 'message', values });
      return { path: '/local/simulate', method: 'POST', headers: {}, body };
    }
    const [request] = await webhooksOf(provider, values, { url, now: new Date() });
    if (!request || !('path' in request)) throw new Error(`${provider} sends no webhook`);
    return { method: 'POST', ...request };
  }

  return { next: (name) => requestOf(weighted(random, weights), name), customers: people.count };
}
