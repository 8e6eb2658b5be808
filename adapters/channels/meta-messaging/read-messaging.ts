import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { MessageChange } from '#domain/channels/message-update.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { $MessagingItem, type MessagingItem, readable } from './payload.ts';
import { customerIn, messageFrom, readMessage, referralPart, timeOf } from './read-message.ts';
import { readDelivery, readOptin, readPolicy, readSeen } from './read-signals.ts';
import { dropped, known, type Reading } from './reading.ts';

/** Reads one line of `messaging`. */
export async function readMessaging(reading: Reading, value: unknown): Promise<InboundItem> {
  const item = readable($MessagingItem, value);
  if (item.message) return readMessage(reading, item, item.message);
  if (item.postback) return readPostback(reading, item, item.postback);
  if (item.referral) return readReferral(reading, item, item.referral);
  if (item.reaction) return readReaction(reading, item, item.reaction);
  if (item.message_edit) return readEdit(reading, item, item.message_edit);
  return readSignal(reading, item);
}

async function readSignal(reading: Reading, item: MessagingItem): Promise<InboundItem> {
  const policy = item.policy_enforcement ?? item['policy-enforcement'];
  if (item.delivery) return readDelivery(reading, item, item.delivery);
  if (item.read) return readSeen(reading, item, item.read);
  if (item.optin) return readOptin(reading, item, item.optin);
  if (policy) return readPolicy(reading, item, policy);
  return readUnknown(reading, item);
}

/** Which app answers a conversation; the customer did nothing. */
const handovers = ['pass_thread_control', 'take_thread_control', 'request_thread_control', 'app_roles'];
const common = new Set(['sender', 'recipient', 'timestamp', 'is_self', 'prior_message']);

async function readUnknown(reading: Reading, item: MessagingItem): Promise<InboundItem> {
  const kinds = Object.keys(item).filter((key) => !common.has(key));
  const [kind = 'none'] = kinds;
  if (kinds.some((each) => handovers.includes(each))) return dropped(reading, 'handover');
  if (item.sender?.id === undefined || item.sender.id === reading.account)
    throw new Refusal('invalid', `unknown event kind ${kind}`);
  return messageFrom(reading, item, {
    providerId: `${kind}:${item.sender.id}:${item.timestamp ?? reading.receivedAt}`,
    text: '',
    parts: [{ kind: 'unsupported', type: kind }],
  });
}

/** An id for what has none of its own. */
const madeId = (reading: Reading, item: MessagingItem, kind: string): string =>
  `${kind}:${customerIn(reading, item)}:${item.timestamp ?? reading.receivedAt}`;

async function readPostback(
  reading: Reading,
  item: MessagingItem,
  { mid, title, payload, referral }: NonNullable<MessagingItem['postback']>,
): Promise<InboundItem> {
  // Somebody of the business tried the account's own buttons.
  if (item.is_self) return dropped(reading, 'note-to-self');
  const choice = known({ kind: 'choice' as const, title: title ?? payload ?? '', id: payload });
  return messageFrom(reading, item, {
    providerId: mid ?? madeId(reading, item, 'postback'),
    text: '',
    parts: referral ? [choice, referralPart(referral)] : [choice],
  });
}

/** Came back to the chat by an advertisement or a link, and has not written yet. */
const readReferral = (
  reading: Reading,
  item: MessagingItem,
  referral: NonNullable<MessagingItem['referral']>,
): Promise<InboundItem> =>
  messageFrom(reading, item, {
    providerId: madeId(reading, item, 'referral'),
    text: '',
    parts: [referralPart(referral)],
  });

type Changed = { readonly providerId: string; readonly updateId: string; readonly change: MessageChange };

function updateOf(reading: Reading, item: MessagingItem, changed: Changed): InboundItem {
  const by = item.sender?.id === reading.account ? 'business' : 'customer';
  const { connection } = reading;
  return { kind: 'update', update: { connectionId: connection.id, at: timeOf(reading, item), by, ...changed } };
}

/** Meta's words for reactions, where it sends no emoji along. */
const emojis: Readonly<Record<string, string>> = {
  love: '❤️',
  smile: '😆',
  wow: '😮',
  sad: '😢',
  angry: '😠',
  like: '👍',
  dislike: '👎',
};

function readReaction(
  reading: Reading,
  item: MessagingItem,
  { mid, action, emoji, reaction = '' }: NonNullable<MessagingItem['reaction']>,
): InboundItem {
  const shown = emoji ?? emojis[reaction] ?? '👍';
  return updateOf(reading, item, {
    providerId: mid,
    updateId: `${mid}:reaction:${item.sender?.id ?? ''}:${item.timestamp ?? action}`,
    change: { what: 'reacted', emoji: action === 'unreact' ? '' : shown },
  });
}

/** Instagram also calls the first sending an edit, number 0, and leaves out the text. */
function readEdit(
  reading: Reading,
  item: MessagingItem,
  { mid, text, num_edit }: NonNullable<MessagingItem['message_edit']>,
): InboundItem {
  if (num_edit === 0 || typeof text !== 'string') return dropped(reading, 'edit-without-change');
  return updateOf(reading, item, {
    providerId: mid,
    updateId: `${mid}:edit:${num_edit}`,
    change: { what: 'edited', text },
  });
}
