import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Agent } from '#domain/agents/agent.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { BusinessCalendar } from '#domain/escalation/business-hours.ts';
import type { SlaPolicy } from '#domain/escalation/policy.ts';
import type { Queue } from '#domain/routing/queue.ts';
import { localChannels } from '../channels/channels.ts';
import { secretsPath } from '../names.ts';
import { mailConnection, people, replyTokenKeys, smsConnection, twilioAccount } from './accounts.ts';
import type { CallApi } from './call-api.ts';

const weekday = [{ from: '09:00', to: '17:30' }];

const calendar: BusinessCalendar = {
  id: 'office-hours',
  name: 'Office hours',
  timeZone: 'Europe/Berlin',
  weekly: { monday: weekday, tuesday: weekday, wednesday: weekday, thursday: weekday, friday: weekday },
  holidays: [
    { date: '2026-12-24', name: 'Christmas Eve', hours: [{ from: '09:00', to: '12:00' }] },
    { date: '2026-12-25', name: 'Christmas Day' },
    { date: '2027-01-01', name: "New Year's Day" },
    { date: '2027-03-26', name: 'Good Friday' },
    { date: '2027-03-29', name: 'Easter Monday' },
    { date: '2027-05-01', name: 'Labour Day' },
  ],
};

const levels: SlaPolicy['levels'] = [
  { afterMinutes: 0, actions: [{ do: 'notify-leads' }, { do: 'raise-priority' }] },
  { afterMinutes: 30, actions: [{ do: 'reassign-to-lead' }] },
];

const policies: readonly SlaPolicy[] = [
  {
    id: 'standard',
    name: 'Standard',
    calendarId: calendar.id,
    firstReplyWithinMinutes: 60,
    nextReplyWithinMinutes: 120,
    warnBeforeMinutes: 15,
    levels,
  },
  {
    id: 'priority',
    name: 'Priority',
    calendarId: calendar.id,
    firstReplyWithinMinutes: 15,
    nextReplyWithinMinutes: 60,
    warnBeforeMinutes: 5,
    levels,
  },
];

const queue = (fields: Pick<Queue, 'id' | 'name' | 'policyId'> & Partial<Queue>): Queue => ({
  skills: [],
  defaultPriority: 'normal',
  holdReplyWhen: 'anyone-wrote',
  ...fields,
});

const queues: readonly Queue[] = [
  queue({ id: 'billing', name: 'Billing', policyId: 'standard' }),
  queue({ id: 'logistics', name: 'Logistics', policyId: 'standard' }),
  queue({ id: 'technical', name: 'Technical support', policyId: 'priority', skills: ['technical'] }),
];

const connections: readonly Connection[] = [
  {
    ...smsConnection,
    provider: 'twilio-sms',
    channel: 'sms',
    name: 'Support texts',
    accountId: twilioAccount.accountSid,
    queueId: 'logistics',
  },
  { ...mailConnection, provider: 'ses-email', channel: 'email', name: 'Support mail', queueId: 'billing' },
  ...localChannels.map(({ connection }) => connection),
];

type Place = Pick<Agent, 'presence' | 'capacity' | 'queueIds' | 'skills' | 'languages'> & Partial<Agent>;

const places: Readonly<Record<string, Place>> = {
  maya: {
    phone: '+15550002001',
    presence: 'available',
    capacity: 6,
    queueIds: ['billing'],
    skills: [],
    languages: ['en', 'de'],
  },
  sam: {
    phone: '+15550002002',
    presence: 'available',
    capacity: 6,
    queueIds: ['logistics', 'billing'],
    skills: [],
    languages: ['en', 'es'],
  },
  ken: {
    presence: 'available',
    capacity: 5,
    queueIds: ['technical'],
    skills: ['technical'],
    languages: ['en', 'ja'],
  },
  noor: { presence: 'away', capacity: 5, queueIds: ['logistics'], skills: [], languages: ['en', 'fr', 'ar'] },
  rita: {
    presence: 'away',
    capacity: 10,
    queueIds: ['billing', 'logistics', 'technical'],
    skills: ['technical'],
    languages: ['en', 'fr', 'de'],
    leadsQueueIds: ['billing', 'logistics', 'technical'],
  },
  ada: { presence: 'offline', capacity: 0, queueIds: [], skills: [], languages: ['en', 'de'] },
};

/** Sets a small contact centre up, through the API as an administrator would. */
export async function seedConfiguration(callApi: CallApi): Promise<void> {
  const put = (kind: string, { id, ...fields }: { readonly id: string }) =>
    callApi('ada', { method: 'PUT', path: `/v1/${kind}/${id}`, body: fields });
  await put('calendars', calendar);
  for (const policy of policies) await put('policies', policy);
  for (const each of queues) await put('queues', each);
  for (const connection of connections) await put('connections', connection);
  for (const { id, name, email } of people) await put('agents', { id, name, email, leadsQueueIds: [], ...places[id] });
}

/** Secrets lie in SSM, as `docs/deploy.md` has them put there; those that are there are left as they are. */
export async function seedSecrets(): Promise<void> {
  const client = new SSMClient({});
  const { accountSid, authToken } = twilioAccount;
  const secrets = {
    [`connections/${smsConnection.id}`]: { accountSid, authTokens: [authToken] },
    'reply-token-keys': replyTokenKeys,
    ...Object.fromEntries(
      localChannels.map(({ connection, credentials }) => [`connections/${connection.id}`, credentials]),
    ),
  };
  for (const [name, value] of Object.entries(secrets)) {
    const Value = JSON.stringify(value);
    await client
      .send(new PutParameterCommand({ Name: `${secretsPath}/${name}`, Value, Type: 'SecureString' }))
      .catch(unlessThere);
  }
  client.destroy();
}

function unlessThere(error: unknown): void {
  if (!(error instanceof Error && error.name === 'ParameterAlreadyExists')) throw error;
}
