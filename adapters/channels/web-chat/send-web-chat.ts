import type { Connection } from '#domain/channels/channel.ts';
import type { OutboundMessage, SendMessage, SendOutcome } from '#domain/channels/delivery.ts';
import { awayAfterMs, userIdOf } from '#domain/chat/session.ts';
import { chatSettingsOf, isChat } from '#domain/chat/settings.ts';
import type { Clock } from '#domain/kernel/clock.ts';
import type { ChannelNeeds } from '../needs.ts';
import { failed, limited } from '../shared/send-request.ts';
import { type ChatDelivery, type Reached, showAnswer } from './chat-delivery.ts';

export type WebChatSenderNeeds = Pick<ChannelNeeds, 'connections' | 'linkTo'> & {
  readonly now: Clock;
  readonly chat: ChatDelivery;
  /** Sends through the mail connection, for visitors who have gone. */
  readonly email: () => Promise<SendMessage>;
};

/**
 * Answers visitors. An answer is `sent` once it is saved, since the visitor's page fetches what it was not shown. Somebody
 * who has gone and left an address gets it by mail too, and goes on there.
 */
export const createWebChatSender =
  (needs: WebChatSenderNeeds): SendMessage =>
  async (message) => {
    const connection = await needs.connections.get(message.connectionId);
    if (!connection || !isChat(connection)) return noConnection;
    const reached = await showAnswer(needs, message);
    const after = hasGone(reached, needs.now());
    const mail = mailTo(connection, message, reached);
    if (reached.pages > 0 || !mail || after === 'here') return sent(message);
    if (after !== 'gone') return limited(mayComeBack, after.afterSeconds);
    const outcome = await (await needs.email())(mail);
    // It lies in the chat in any case: only what is certain not to have left is tried again.
    return outcome.status === 'retry' ? outcome : { ...sent(message), ...mailedAs(mail.connectionId, outcome) };
  };

type Sent = Extract<SendOutcome, { status: 'sent' }>;

const sent = ({ messageId }: OutboundMessage): Sent => ({ status: 'sent', providerId: messageId });

/** What receipts and answers of the mail will name. */
function mailedAs(connectionId: string, outcome: SendOutcome): Pick<Sent, 'otherNames'> {
  if (outcome.status !== 'sent') return {};
  const names = [outcome.providerId, outcome.rfcMessageId].filter((name) => name !== undefined);
  return { otherNames: names.map((providerId) => ({ connectionId, providerId })) };
}

const noConnection = failed({
  class: 'PERMISSION',
  reason: 'This chat is not set up any more. Use another channel, or ask an administrator to set it up again.',
});

const mayComeBack = {
  class: 'TRANSIENT',
  reason: 'The visitor closed the page a moment ago. The answer is in the chat, and is mailed unless they come back.',
} as const;

/** Somebody seen since the answer was written has it. Somebody who just left is given the time to come back. */
function hasGone({ message, visitor }: Reached, now: Date): 'here' | 'gone' | { readonly afterSeconds: number } {
  if (!visitor) return 'gone';
  if (message && visitor.lastSeenAt > message.at) return 'here';
  const silentMs = now.getTime() - Date.parse(visitor.lastSeenAt);
  return silentMs > awayAfterMs ? 'gone' : { afterSeconds: Math.ceil((awayAfterMs - silentMs) / 1000) + 1 };
}

/** The same answer as mail, whose reply address carries the conversation; undefined where there is nowhere to send it. */
function mailTo(connection: Connection, message: OutboundMessage, { visitor }: Reached): OutboundMessage | undefined {
  const { emailConnectionId } = chatSettingsOf(connection);
  if (emailConnectionId === undefined || visitor?.email === undefined) return undefined;
  // What a signed-in customer is told is not for an address that somebody typed.
  if (userIdOf(visitor.address) !== undefined && !visitor.emailVerified) return undefined;
  const { conversationId, messageId, text, attachments } = message;
  return {
    channel: 'email',
    connectionId: emailConnectionId,
    to: visitor.email,
    cc: [],
    conversationId,
    messageId,
    text: `${text}\n\n--\nYou wrote to us in the chat at ${connection.name}. Answer this mail to go on.`,
    attachments,
    subject: `Your chat with ${connection.name}`,
    references: [],
    automatic: false,
  };
}
