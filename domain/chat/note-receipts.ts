import { type HandOverNeeds, handOver } from './hand-over.ts';
import type { Speaking } from './post-message.ts';
import { keyOfVisitor } from './session.ts';
import type { VisibleMessage } from './visible-messages.ts';
import { type HistoryNeeds, visitorMessages } from './visitor-history.ts';

type ReceiptNeeds = HandOverNeeds & HistoryNeeds;

const isNews = (message: VisibleMessage, status: 'delivered' | 'read'): boolean =>
  message.from === 'agent' && (message.delivery === 'sent' || (status === 'read' && message.delivery === 'delivered'));

/** Says of agents' messages that the visitor got or saw them; those of which it was said already are left alone. */
export async function noteReceipts(
  needs: HandOverNeeds,
  { connection, session }: Speaking,
  news: { readonly status: 'delivered' | 'read'; readonly messages: readonly VisibleMessage[] },
): Promise<void> {
  const { status } = news;
  const about = news.messages
    .filter((message) => isNews(message, status))
    .map(({ conversationId, id }) => ({ conversationId, messageId: id }));
  if (about.length === 0) return;
  const once = [status, ...about.map(({ messageId }) => messageId)].join(' ');
  await handOver(needs, { connection, about: session.visitor, body: { kind: 'receipts', status, about }, once });
}

/** The same for all messages up to one that the client names; what it cannot see, it cannot have got. */
export async function noteReceiptsUpTo(
  needs: ReceiptNeeds,
  speaking: Speaking,
  news: { readonly status: 'delivered' | 'read'; readonly upTo: string },
): Promise<void> {
  const { connection, session } = speaking;
  const messages = await visitorMessages(needs, { connection, key: keyOfVisitor(session) });
  const last = messages.findIndex(({ id }) => id === news.upTo);
  await noteReceipts(needs, speaking, { status: news.status, messages: messages.slice(0, last + 1) });
}
