import type { Customer } from '../customers/customer.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { Conversation } from './conversation.ts';
import type { ConversationEvent } from './events.ts';
import { type Draft, facts, type Origin } from './facts.ts';
import type { Interaction } from './interaction.ts';

export type Logged = {
  readonly origin: Origin;
  readonly interaction: Interaction;
  readonly authorName: string;
};

const channelOf = {
  'in-person': 'in-person',
  video: 'video',
  phone: 'voice',
  letter: 'in-person',
  other: 'in-person',
} as const;

function logged({ origin, interaction, authorName }: Logged): readonly Draft[] {
  if (interaction.at > origin.at)
    throw new Refusal('invalid', `body.interaction.at: ${interaction.at} is to come; log what has happened`);
  return [{ type: 'InteractionLogged', interaction, authorName }];
}

/** Whoever talked to the customer kept the promise, if the talk settled it. */
const closing = (state: Conversation, { interaction }: Logged): readonly Draft[] => {
  if (interaction.outcome === 'no-answer') return [];
  const met: readonly Draft[] = state.deadline ? [{ type: 'DeadlineMet', deadlineId: state.deadline.id }] : [];
  const isSettled = interaction.outcome === 'resolved' && state.stage.status !== 'resolved';
  return isSettled ? [...met, { type: 'ConversationResolved' }] : met;
};

/** An agent enters what happened outside every channel. */
export const logInteraction = (state: Conversation, entry: Logged): readonly ConversationEvent[] =>
  facts(entry.origin, [...logged(entry), ...closing(state, entry)]);

/** The same, where there is no conversation yet. */
export function openWithInteraction(
  entry: Logged,
  about: { readonly customer: Customer; readonly queueId: string; readonly subject: string },
): readonly ConversationEvent[] {
  const { customer, queueId, subject } = about;
  const { interaction, authorName } = entry;
  const opened: Draft = {
    type: 'ConversationOpened',
    customerId: customer.id,
    customerName: customer.name,
    channel: channelOf[interaction.kind],
    connectionId: 'logged',
    queueId,
    priority: 'normal',
    subject,
    reason: `${authorName} entered it`,
  };
  const isDone = interaction.outcome === 'resolved' || interaction.outcome === 'information';
  const closed: readonly Draft[] = isDone ? [{ type: 'ConversationResolved' }] : [];
  return facts(entry.origin, [opened, ...logged(entry), ...closed]);
}
