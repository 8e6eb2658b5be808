import { randomUUID } from 'node:crypto';
import type { LocalChannel, PlayContext } from './local-channel.ts';

const instanceArn = 'arn:aws:connect:us-east-1:000000000000:instance/11111111-2222-3333-4444-555555555555';
const queueId = '22222222-2222-3333-4444-555555555555';
const agentId = '33333333-2222-3333-4444-555555555555';
const hotline = '+15550004000';

const seconds = (from: Date, offset: number): string => new Date(from.getTime() + offset * 1000).toISOString();

/** What Amazon Connect asks when the call comes in; the flow sets the customer id to what it is told. */
async function askWhoCalls(contactId: string, from: string, { post }: PlayContext): Promise<string | undefined> {
  const telephone = (Address: string) => ({ Address, Type: 'TELEPHONE_NUMBER' });
  const event = {
    Details: {
      ContactData: {
        Attributes: {},
        Channel: 'VOICE',
        ContactId: contactId,
        CustomerEndpoint: telephone(from),
        InitialContactId: contactId,
        InitiationMethod: 'INBOUND',
        InstanceARN: instanceArn,
        PreviousContactId: contactId,
        Queue: null,
        SystemEndpoint: telephone(hotline),
      },
      Parameters: {},
    },
    Name: 'ContactFlowEvent',
  };
  const { body } = await post({ function: 'contactFlow', event });
  const { customerId }: { readonly customerId?: string } = JSON.parse(body);
  return customerId;
}

async function call(values: Readonly<Record<string, string>>, context: PlayContext): Promise<void> {
  const { from = '', outcome = '' } = values;
  const contactId = randomUUID();
  const customerId = await askWhoCalls(contactId, from, context);
  const detail = {
    contactId,
    channel: 'VOICE',
    instanceArn,
    initiationMethod: 'INBOUND',
    initiationTimestamp: seconds(context.now, -200),
    connectedToSystemTimestamp: seconds(context.now, -200),
    disconnectTimestamp: seconds(context.now, 0),
    queueInfo: {
      queueArn: `${instanceArn}/queue/${queueId}`,
      queueType: 'STANDARD',
      enqueueTimestamp: seconds(context.now, -195),
    },
    ...(outcome === 'answered'
      ? {
          agentInfo: {
            agentArn: `${instanceArn}/agent/${agentId}`,
            connectedToAgentTimestamp: seconds(context.now, -180),
          },
        }
      : {}),
    ...(customerId ? { customerId } : {}),
    tags: { 'aws:connect:systemEndpoint': hotline },
  };
  for (const eventType of ['DISCONNECTED', 'COMPLETED']) {
    const event = {
      version: '0',
      id: randomUUID(),
      'detail-type': 'Amazon Connect Contact Event',
      source: 'aws.connect',
      account: '000000000000',
      time: context.now.toISOString(),
      region: 'us-east-1',
      resources: [instanceArn, `${instanceArn}/contact/${contactId}`],
      detail: { eventType, ...detail },
    };
    await context.post({ function: 'amazonConnectWebhook', event });
  }
}

/** Calls through Amazon Connect: its flow asks who is calling, and its events tell of the end. */
export const amazonConnectLocal: LocalChannel = {
  title: 'Phone (Amazon Connect)',
  connection: {
    id: 'support-amazon-connect',
    provider: 'amazon-connect',
    channel: 'voice',
    name: 'Contact centre',
    address: hotline,
    accountId: instanceArn,
    queueId: 'billing',
    settings: { queues: { [queueId]: 'Invoices' }, agents: { [agentId]: 'Maya Lindt' } },
  },
  credentials: {},
  actions: [
    {
      id: 'call',
      label: 'Call',
      fields: [
        { name: 'from', label: 'From', value: '+15550104000' },
        { name: 'outcome', label: 'What happens: answered, hang up', value: 'answered' },
      ],
      webhooks: () => [],
      play: call,
    },
  ],
};
