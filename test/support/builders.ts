import type { Agent } from '#domain/agents/agent.ts';
import type { Analysis } from '#domain/analysis/analyser.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { InboundMessage } from '#domain/channels/inbound-message.ts';
import type { Conversation } from '#domain/conversations/conversation.ts';
import type { ConversationEvent } from '#domain/conversations/events.ts';
import { evolve } from '#domain/conversations/evolve.ts';
import { type Draft, facts, type Origin } from '#domain/conversations/facts.ts';
import type { Change } from '#domain/conversations/ports.ts';
import type { Customer } from '#domain/customers/customer.ts';
import { alwaysOpen } from '#domain/escalation/business-hours.ts';
import type { SlaPolicy } from '#domain/escalation/policy.ts';
import type { Queue } from '#domain/routing/queue.ts';

/** Builders of believable things; name only what the test is about. */

/** A Thursday. */
export const noon = '2026-11-19T12:00:00.000Z';
export const at = (time: string): string => `2026-11-19T${time}:00.000Z`;

export const anAgent = (overrides: Partial<Agent> = {}): Agent => ({
  id: 'maya',
  name: 'Maya Lindt',
  presence: 'available',
  capacity: 3,
  load: 0,
  queueIds: ['billing'],
  leadsQueueIds: [],
  skills: [],
  languages: ['en'],
  idleSince: at('08:00'),
  ...overrides,
});

export const aQueue = (overrides: Partial<Queue> = {}): Queue => ({
  id: 'billing',
  name: 'Billing',
  skills: [],
  policyId: 'standard',
  defaultPriority: 'normal',
  holdReplyWhen: 'anyone-wrote',
  ...overrides,
});

export const aPolicy = (overrides: Partial<SlaPolicy> = {}): SlaPolicy => ({
  id: 'standard',
  name: 'Standard',
  calendarId: alwaysOpen.id,
  firstReplyWithinMinutes: 60,
  nextReplyWithinMinutes: 120,
  warnBeforeMinutes: 15,
  levels: [
    { afterMinutes: 0, actions: [{ do: 'notify-leads' }, { do: 'raise-priority' }] },
    { afterMinutes: 30, actions: [{ do: 'reassign-to-lead' }] },
  ],
  ...overrides,
});

export const aConnection = (overrides: Partial<Connection> = {}): Connection => ({
  id: 'support-sms',
  provider: 'twilio-sms',
  channel: 'sms',
  name: 'Support number',
  address: '+15550001000',
  accountId: 'AC0123456789abcdef0123456789abcdef',
  queueId: 'billing',
  ...overrides,
});

export const aMessage = (overrides: Partial<InboundMessage> = {}): InboundMessage => ({
  channel: 'sms',
  connectionId: 'support-sms',
  providerId: 'SM1',
  sender: { address: '+15550100', verified: true },
  sentAt: noon,
  text: 'Where is my refund?',
  attachments: [],
  ...overrides,
});

export const anAnalysis = (overrides: Partial<Analysis> = {}): Analysis => ({
  language: 'en',
  sentiment: 'NEUTRAL',
  scores: { positive: 0.1, negative: 0.1, neutral: 0.8, mixed: 0 },
  engine: 'embedded',
  reason: 'embedded engine',
  urgent: false,
  ...overrides,
});

export const aCustomer = (overrides: Partial<Customer> = {}): Customer => ({
  id: 'amara',
  name: 'Amara Okafor',
  createdAt: noon,
  identities: [{ channel: 'sms', value: '+15550100', verified: true }],
  optedOut: [],
  ...overrides,
});

export const anOrigin = (overrides: Partial<Origin> = {}): Origin => ({
  commitId: 'commit',
  at: noon,
  by: { kind: 'agent', id: 'maya' },
  ...overrides,
});

export const terms = (policy: Partial<SlaPolicy> = {}) => ({ policy: aPolicy(policy), calendar: alwaysOpen });

export const anOpening = (overrides: Partial<Without<'ConversationOpened'>> = {}): Draft => ({
  type: 'ConversationOpened',
  customerId: 'amara',
  customerName: 'Amara Okafor',
  channel: 'sms',
  connectionId: 'support-sms',
  queueId: 'billing',
  priority: 'normal',
  subject: 'Where is my refund?',
  reason: 'first contact of a new customer',
  ...overrides,
});
const opening = anOpening();

/** Events as one decision each, in the order given. */
export const history = (...drafts: readonly Draft[]): readonly ConversationEvent[] =>
  drafts.flatMap((draft, position) => facts(anOrigin({ commitId: `past${position}` }), [draft]));

/** What these facts make, on top of an opened conversation with one message. */
export function aConversation(...drafts: readonly Draft[]): Conversation {
  const events = history(opening, { type: 'MessageReceived', message: aMessage(), analysis: anAnalysis() }, ...drafts);
  const conversation = evolve('conversation', undefined, events);
  if (!conversation) throw new Error('these facts open no conversation');
  return conversation;
}

type Without<Type extends Draft['type']> = Extract<Draft, { type: Type }>;

export const assignedTo = (agent: Agent): Draft => ({
  type: 'ConversationAssigned',
  agentId: agent.id,
  agentName: agent.name,
  reason: 'a test says so',
});

/** A decision ready to be saved. */
export function aChange(
  before: Conversation | undefined,
  overrides: { readonly id?: string; readonly origin?: Partial<Origin>; readonly drafts?: readonly Draft[] } & Partial<
    Pick<Change, 'claims' | 'customer' | 'identities' | 'rewritten'>
  > = {},
): Change {
  const { id = 'conversation', origin, drafts = [opening], ...rest } = overrides;
  const made = anOrigin(origin);
  const events = facts(made, drafts);
  const after = evolve(before?.id ?? id, before, events);
  if (!after) throw new Error('these facts open no conversation');
  return { commitId: made.commitId, before, after, events, claims: [], ...rest };
}

/** An answer of Maya's, as it is written down. */
export const aReply = (overrides: Partial<Without<'ReplyWritten'>> = {}): Draft => ({
  type: 'ReplyWritten',
  messageId: 'm1',
  text: 'It is on its way.',
  channel: 'sms',
  connectionId: 'support-sms',
  to: '+15550100',
  cc: [],
  references: [],
  authorName: 'Maya Lindt',
  ...overrides,
});

/** A mail of Amara's to the help desk. */
export const aMail = (
  overrides: Partial<InboundMessage> = {},
  headers: Partial<NonNullable<InboundMessage['email']>> = {},
): InboundMessage =>
  aMessage({
    channel: 'email',
    connectionId: 'support-mail',
    providerId: 'ses-1',
    sender: { address: 'amara@x.example', verified: true },
    subject: 'Refund',
    ...overrides,
    email: { messageId: '<1@x>', references: [], to: ['help@shop.example'], cc: [], verdicts: {}, ...headers },
  });
