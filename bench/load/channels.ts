import { createHash } from 'node:crypto';
import { localChannels } from '#local/channels/channels.ts';
import type { ProviderRequest } from '#local/channels/local-channel.ts';
import { smsConnection } from '#local/seed/accounts.ts';
import { textWebhook } from '#local/seed/simulate.ts';

type Values = Readonly<Record<string, string>>;

/** Who a customer is at a provider, by number; and how much one message holds there. */
type Writer = { readonly weight: number; readonly longest: number; readonly who: (customer: number) => Values };

const digits = (customer: number, count: number): string => String(customer).padStart(count, '0');
const hash = (customer: number, encoding: 'hex' | 'base64'): string =>
  createHash('md5').update(`customer ${customer}`).digest(encoding);
const phone = (customer: number): string => `+1555${1_000_000 + customer}`;
const name = (customer: number): string => `Customer ${customer}`;

/**
 * Providers whose webhooks the local system can sign, and how often each is used. Not among them: calls, and providers
 * that are polled. From one address the chat takes 60 sessions an hour and the contact form a few forms: both are seldom.
 */
export const writers = {
  'twilio-sms': { weight: 25, longest: 1600, who: (n) => ({ from: phone(n) }) },
  'ses-email': { weight: 15, longest: 3000, who: (n) => ({ from: `customer${n}@customer.example` }) },
  'meta-whatsapp': { weight: 12, longest: 3000, who: (n) => ({ from: `4915${digits(n, 9)}` }) },
  messenger: { weight: 6, longest: 2000, who: (n) => ({ from: `73${digits(n, 14)}` }) },
  instagram: { weight: 6, longest: 1000, who: (n) => ({ from: `12${digits(n, 14)}` }) },
  telegram: { weight: 6, longest: 3000, who: (n) => ({ from: String(352_000_000 + n), name: name(n) }) },
  'twilio-whatsapp': { weight: 5, longest: 1600, who: (n) => ({ from: phone(n), name: name(n) }) },
  line: { weight: 4, longest: 3000, who: (n) => ({ from: `U${hash(n, 'hex')}` }) },
  viber: { weight: 4, longest: 3000, who: (n) => ({ from: hash(n, 'base64'), name: name(n) }) },
  slack: { weight: 4, longest: 3000, who: (n) => ({ from: `U0${digits(n, 8)}` }) },
  'in-app': { weight: 4, longest: 3000, who: (n) => ({ user: `u-${n}`, name: name(n) }) },
  'web-form': { weight: 0.1, longest: 3000, who: (n) => ({ name: name(n), email: `visitor${n}@customer.example` }) },
  x: { weight: 2, longest: 3000, who: (n) => ({ from: `22${digits(n, 17)}`, handle: `customer${n}` }) },
  'generic-webhook': { weight: 2, longest: 3000, who: (n) => ({ partner: `partner-${n}`, ticket: `T-${n}` }) },
  'web-chat': { weight: 1, longest: 3000, who: (n) => ({ visitor: `k-${n}`, name: name(n) }) },
  'aws-sms': { weight: 0.5, longest: 1600, who: (n) => ({ from: phone(n) }) },
  'aws-whatsapp': { weight: 0.5, longest: 3000, who: (n) => ({ from: `4916${digits(n, 9)}` }) },
} as const satisfies Record<string, Writer>;

export type Written = keyof typeof writers;

/** These are told by an AWS service and not over HTTP: the local system plays the service. */
export const toldByTopic: ReadonlySet<string> = new Set<Written>(['aws-sms', 'aws-whatsapp']);

const channelOf = new Map(localChannels.map((channel) => [String(channel.connection.provider), channel]));

export const connectionIdOf = (provider: Written): string =>
  channelOf.get(provider)?.connection.id ?? (provider === 'ses-email' ? 'support-mail' : smsConnection.id);

/** What the provider would be told; the text lies where its form has it. */
export function valuesOf(provider: Written, customer: number, text: string): Values {
  const fields = channelOf.get(provider)?.actions.find(({ id }) => id === 'message')?.fields ?? [];
  const given = Object.fromEntries(fields.map(({ name: field, value }) => [field, value]));
  return { ...given, ...writers[provider].who(customer), [provider === 'web-form' ? 'message' : 'text']: text };
}

/** The signed webhooks of one message. */
export async function webhooksOf(
  provider: Written,
  values: Values,
  to: { readonly url: string; readonly now: Date },
): Promise<readonly ProviderRequest[]> {
  if (provider === 'twilio-sms') {
    const { url, request } = textWebhook(to.url, { from: values.from ?? '', text: values.text ?? '' });
    return [{ path: url.slice(to.url.length), headers: { ...request.headers }, body: String(request.body) }];
  }
  const channel = channelOf.get(provider);
  const action = channel?.actions.find(({ id }) => id === 'message');
  if (!channel || !action) throw new Error(`nobody plays ${provider}`);
  return action.webhooks(values, { now: to.now, publicUrl: to.url, connection: channel.connection });
}
