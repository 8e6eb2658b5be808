import { S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { createQuarantineStore } from '#adapters/dynamodb/quarantine-store.ts';
import { storesOn } from '#adapters/dynamodb/stores.ts';
import type { Table } from '#adapters/dynamodb/table.ts';
import { createFileStore } from '#adapters/s3/file-store.ts';
import type { Draft } from '#domain/conversations/facts.ts';
import { alwaysOpen } from '#domain/escalation/business-hours.ts';
import { localChannels } from '#local/channels/channels.ts';
import { filesBucket, secretsPath } from '#local/names.ts';
import { twilioAccount } from '#local/seed/accounts.ts';
import {
  aChange,
  aConnection,
  aCustomer,
  aMail,
  anAgent,
  anAnalysis,
  anOpening,
  aPolicy,
  aQueue,
  aReply,
  noon,
} from '#test/support/builders.ts';
import type { RoleColumn } from './expectations.ts';
import type { Person } from './tokens.ts';

/** In everything that is somebody else's: whoever is refused must not read a byte of it. */
export const canary = 'CANARY-4e1d9';

/** Who asks: ids are those of the sign-in. `agent¹` works in Billing, `supervisor¹` leads it. */
export const persons: Readonly<Record<RoleColumn, Person>> = {
  agent: { id: 'agent', groups: ['agent'] },
  'agent¹': { id: 'agent-own', groups: ['agent'] },
  supervisor: { id: 'supervisor', groups: ['supervisor'] },
  'supervisor¹': { id: 'supervisor-own', groups: ['supervisor'] },
  admin: { id: 'admin', groups: ['admin'] },
};

const phone = '+15550009999';
const agents = [
  anAgent({ id: 'agent', name: 'Agent', queueIds: ['billing'] }),
  anAgent({ id: 'agent-own', name: 'Own agent', queueIds: ['billing'], sees: 'own-queues' }),
  anAgent({ id: 'supervisor', name: 'Supervisor', queueIds: [] }),
  anAgent({
    id: 'supervisor-own',
    name: 'Own supervisor',
    queueIds: [],
    leadsQueueIds: ['billing'],
    sees: 'own-queues',
  }),
  anAgent({ id: 'admin', name: 'Admin', queueIds: [], sees: 'own-queues' }),
  anAgent({ id: 'colleague', name: 'Colleague', queueIds: ['vip'] }),
].map((agent) => ({ ...agent, capacity: 100, phone, presence: 'offline' as const }));

/** A connection of each provider, and of each a second one with secrets of its own. */
const mine = aConnection({ accountId: twilioAccount.accountSid });
const mail = aConnection({ id: 'support-mail', provider: 'ses-email', channel: 'email', address: 'help@shop.example' });
export const channels = [
  { connection: mine, credentials: { accountSid: twilioAccount.accountSid, authTokens: [twilioAccount.authToken] } },
  ...localChannels,
];
export const otherOf = (connectionId: string): string => `other-${connectionId}`;

/** The next letter or digit of those that a hexadecimal number has, behind what names the kind of a secret: every schema still takes it. */
function next(text: string): string {
  const [kind = ''] = /^(whsec_|xox\w-|xapp-)?/.exec(text) ?? [];
  const after = (one: string) => (one === '9' ? '0' : one === 'f' ? 'a' : String.fromCharCode(one.charCodeAt(0) + 1));
  return kind + text.slice(kind.length).replace(/[0-9a-f]/g, after);
}

/** The same shape with every secret another one. */
function otherwise(value: unknown): unknown {
  if (typeof value === 'string') return next(value);
  if (Array.isArray(value)) return value.map(otherwise);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, otherwise(one)]));
}

async function seedSecrets(): Promise<void> {
  const ssm = new SSMClient({});
  const secrets = channels.flatMap(({ connection, credentials }) => [
    [connection.id, credentials] as const,
    [otherOf(connection.id), otherwise(credentials)] as const,
  ]);
  for (const [id, value] of secrets)
    await ssm.send(
      new PutParameterCommand({
        Name: `${secretsPath}/connections/${id}`,
        Value: JSON.stringify(value),
        Type: 'SecureString',
      }),
    );
  ssm.destroy();
}

/** What an administrator enters. */
export async function seedConfiguration(table: Table): Promise<void> {
  const { settings, connections, agents: people } = storesOn(table);
  await settings.calendars.put(alwaysOpen);
  await settings.policies.put(aPolicy());
  for (const [id, name] of [
    ['billing', 'Billing'],
    ['vip', 'Important people'],
    ['spare', 'Spare'],
  ] as const)
    await settings.queues.put(aQueue({ id, name, holdReplyWhen: 'never' }));
  for (const agent of agents) await people.put(agent);
  for (const { connection } of [...channels, { connection: mail }]) {
    await connections.put(connection);
    await connections.put({ ...connection, id: otherOf(connection.id) });
  }
  await seedSecrets();
  await createQuarantineStore(table).put({
    id: 'quarantined',
    envelope: { provider: 'twilio-sms', receivedAt: noon, contentType: 'text/plain', body: canary, encoding: 'utf8' },
    reason: 'a test says so',
    quarantinedAt: noon,
    attempts: 1,
  });
}

/** A conversation with all that a route can name: `foreign` ones are the queue of others and full of the canary. */
export type Seeded = {
  readonly id: string;
  readonly customerId: string;
  readonly messageIds: readonly string[];
  readonly attachmentId: string;
  readonly replyId: string;
  readonly taskId: string;
};
export type Whose = 'own' | 'foreign';

function draftsOf(number: number, whose: Whose): readonly Draft[] {
  const text = whose === 'own' ? 'Where is my refund?' : canary;
  const attachment = {
    id: 'file',
    fileName: `${text}.pdf`,
    contentType: 'application/pdf',
    bytes: 4,
    key: `mail/${whose}.pdf`,
  };
  const headers = { messageId: `<${number}@${whose}>` };
  const message = aMail(
    { providerId: `${whose}-${number}`, text, subject: text, attachments: [attachment], htmlKey: `mail/${whose}.html` },
    headers,
  );
  const replied = aReply({
    messageId: 'reply',
    text,
    channel: 'email',
    connectionId: 'support-mail',
    to: 'amara@x.example',
  });
  return [
    { type: 'MessageReceived', message, analysis: anAnalysis() },
    { type: 'MessageReceived', message: { ...message, providerId: `${whose}-${number}-2` }, analysis: anAnalysis() },
    replied,
    { type: 'DeliveryChanged', messageId: 'reply', status: 'ambiguous' },
    { type: 'NoteWritten', text, authorName: 'Colleague' },
    { type: 'TaskAdded', task: { id: 'task', what: 'call-back', to: '+15550100', at: noon }, reason: text },
  ];
}

export function seedingOn(table: Table) {
  const { conversations } = storesOn(table);
  let number = 0;
  return async function conversationOf(whose: Whose, customerId?: string): Promise<Seeded> {
    number += 1;
    const id = `${whose}${number}`.padEnd(26, 'x');
    const name = whose === 'own' ? 'Amara Okafor' : `${canary} Okafor`;
    const customer = aCustomer({ id: customerId ?? `customer-${id}`, name });
    const opening = anOpening({
      customerId: customer.id,
      customerName: name,
      channel: 'email',
      connectionId: 'support-mail',
      queueId: whose === 'own' ? 'billing' : 'vip',
      subject: whose === 'own' ? 'Refund' : canary,
    });
    const change = aChange(undefined, {
      id,
      origin: { commitId: `commit-${id}` },
      drafts: [opening, ...draftsOf(number, whose)],
      ...(customerId ? {} : { customer: { value: customer, before: undefined } }),
    });
    const outcome = await conversations.save(change);
    if (outcome !== 'saved') throw new Error(`the conversation was not saved but ${outcome}`);
    const messageIds = change.events.filter(({ type }) => type === 'MessageReceived').map((event) => event.id);
    return { id, customerId: customer.id, messageIds, attachmentId: 'file', replyId: 'reply', taskId: 'task' };
  };
}

/** The files that messages name. */
export async function seedFiles(): Promise<void> {
  const s3 = new S3Client({});
  const files = createFileStore(s3, filesBucket);
  for (const whose of ['own', 'foreign'] as const) {
    const body = new TextEncoder().encode(whose === 'own' ? '<p>Hello</p>' : `<p>${canary}</p>`);
    await files.put({ key: `mail/${whose}.html`, contentType: 'text/html', body });
    await files.put({ key: `mail/${whose}.pdf`, contentType: 'application/pdf', body });
  }
  s3.destroy();
}
