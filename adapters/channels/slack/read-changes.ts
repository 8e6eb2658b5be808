import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { MessageChange } from '#domain/channels/message-update.ts';
import { type Context, dropped, isOurs } from './context.ts';
import { emojiOf } from './emoji.ts';
import { plainText } from './mrkdwn.ts';
import type { SlackMessage, SlackReaction } from './payload.ts';
import { slackId, timeOf } from './place.ts';
import { programOf, type Self } from './read-message.ts';

type Changed = {
  readonly channel: string;
  readonly ts: string;
  readonly eventTs: string;
  readonly change: MessageChange;
};

const updated = ({ connection, envelope }: Context, { channel, ts, eventTs, change }: Changed): InboundItem => ({
  kind: 'update',
  update: {
    connectionId: connection.id,
    providerId: slackId({ channel, ts }),
    updateId: `${change.what}:${channel}:${ts}:${eventTs}`,
    at: timeOf(eventTs) ?? envelope.receivedAt,
    by: 'customer',
    change,
  },
});

type Touched = { readonly channel: string; readonly writing: Parameters<typeof programOf>[0] };

const ruleAgainst = (context: Context, { channel, writing }: Touched, self: Self): string | undefined =>
  programOf(writing, self) ?? (isOurs(channel, context) ? undefined : 'other-channel');

/** A message was edited; or a link in it got its preview, which is no edit; or it was deleted and left a stone to its thread. */
export function readEdited(context: Context, event: SlackMessage, self: Self): InboundItem {
  const { channel, message, previous_message: before } = event;
  const ts = message?.ts ?? before?.ts;
  if (!message || ts === undefined) return unreadable(context, 'message_changed');
  // Of what was: the stone is written by Slack.
  const rule = ruleAgainst(context, { channel, writing: before ?? message }, self);
  if (rule !== undefined) return dropped(rule);
  const change = changeOf(message, before?.text);
  return change ? updated(context, { channel, ts, eventTs: event.event_ts ?? event.ts, change }) : dropped('unfurl');
}

function changeOf(
  { subtype, text }: NonNullable<SlackMessage['message']>,
  before: string | null | undefined,
): MessageChange | undefined {
  if (subtype === 'tombstone') return { what: 'deleted' };
  return (text ?? '') === (before ?? '') ? undefined : { what: 'edited', text: plainText(text ?? '') };
}

/** A message was deleted, which Slack tells with what it said: that is not kept. */
export function readDeleted(context: Context, event: SlackMessage, self: Self): InboundItem {
  const { channel, previous_message: before } = event;
  const ts = event.deleted_ts ?? before?.ts;
  if (ts === undefined) return unreadable(context, 'message_deleted');
  const rule = ruleAgainst(context, { channel, writing: before ?? {} }, self);
  if (rule !== undefined) return dropped(rule);
  return updated(context, { channel, ts, eventTs: event.event_ts ?? event.ts, change: { what: 'deleted' } });
}

/** A reaction to a message of the customer's or ours. */
export function readReaction(context: Context, event: SlackReaction, self: Self): InboundItem {
  const { channel, ts } = event.item;
  if (event.user === self.userId) return dropped('echo');
  if (event.item.type !== 'message' || channel === undefined || ts === undefined) return dropped('reaction-to-file');
  if (!isOurs(channel, context)) return dropped('other-channel');
  const emoji = event.type === 'reaction_added' ? emojiOf(event.reaction) : '';
  return updated(context, { channel, ts, eventTs: event.event_ts, change: { what: 'reacted', emoji } });
}

const unreadable = ({ envelope }: Context, kind: string): InboundItem => ({
  kind: 'unreadable',
  reason: `${kind} names no message`,
  body: envelope.body,
});
