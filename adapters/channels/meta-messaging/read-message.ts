import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { Attachment, InboundMessage } from '#domain/channels/inbound-message.ts';
import type { Part } from '#domain/channels/part.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { contentsOf } from './attachment-contents.ts';
import { copyFile, copyIfThere } from './media.ts';
import { isOurMetadata } from './own-messages.ts';
import { pageUrl } from './page-url.ts';
import { isoTime, type Message, type MessagingItem, type Referral } from './payload.ts';
import { dropped, known, personOf, type Reading } from './reading.ts';

/** The customer of an item: the one of sender and recipient that is not the business. */
export function customerIn({ account }: Reading, { sender, recipient }: MessagingItem): string {
  const id = sender?.id === account ? recipient?.id : sender?.id;
  if (id === undefined || id === account) throw new Refusal('invalid', 'the item names no person');
  return id;
}

export const timeOf = ({ receivedAt }: Reading, { timestamp }: MessagingItem): string => isoTime(timestamp, receivedAt);

type Draft = Pick<InboundMessage, 'providerId' | 'text'> &
  Partial<Pick<InboundMessage, 'attachments' | 'parts' | 'quotes'>>;

/** A private message of the item's customer. */
export async function messageFrom(reading: Reading, item: MessagingItem, draft: Draft): Promise<InboundItem> {
  const { parts = [], quotes, attachments = [], ...rest } = draft;
  const message: InboundMessage = known({
    channel: reading.provider,
    connectionId: reading.connection.id,
    sender: await personOf(reading, customerIn(reading, item)),
    sentAt: timeOf(reading, item),
    attachments: [...attachments],
    parts: parts.length > 0 ? [...parts] : undefined,
    quotes,
    ...rest,
  });
  return { kind: 'message', message };
}

/** What brought the person here, shown beside what they write. */
export function referralPart({ ref, ad_id, ads_context_data, product }: Referral): Part {
  if (product) return { kind: 'reference', what: 'product', id: product.id };
  if (ad_id === undefined && ads_context_data === undefined)
    return known({ kind: 'reference', what: 'link', title: ref });
  return known({
    kind: 'reference',
    what: 'advertisement',
    id: ad_id,
    title: ads_context_data?.ad_title,
    text: ref,
    url: pageUrl(ads_context_data?.photo_url),
  });
}

/** A message as such: the customer's, one taken back, or one that the business sent. */
export async function readMessage(reading: Reading, item: MessagingItem, message: Message): Promise<InboundItem> {
  if (message.is_self || item.is_self) return dropped(reading, 'note-to-self');
  if (message.is_deleted) return taken(reading, item, message);
  if (message.is_echo) return readEcho(reading, item, message);
  if (message.is_unsupported)
    return messageFrom(reading, item, {
      providerId: message.mid,
      text: '',
      parts: [{ kind: 'unsupported', type: 'message' }],
    });
  return readContents(reading, item, message);
}

/** Unsent: the platform's terms want our copy deleted as well. */
const taken = (reading: Reading, item: MessagingItem, { mid, is_echo }: Message): InboundItem => ({
  kind: 'update',
  update: {
    connectionId: reading.connection.id,
    providerId: mid,
    updateId: `${mid}:deleted`,
    at: timeOf(reading, item),
    by: is_echo ? 'business' : 'customer',
    change: { what: 'deleted' },
  },
});

async function readContents(reading: Reading, item: MessagingItem, message: Message): Promise<InboundItem> {
  const { mid, text = '', quick_reply, reply_to, referral } = message;
  const { urls, parts } = contentsOf(message.attachments);
  const story = reply_to?.story;
  const attachments = [
    ...(await copies(reading, mid, urls)),
    ...(story?.url ? await copyIfThere(reading.needs, story.url, placeOf(reading, mid, urls.length)) : []),
  ];
  const all: Part[] = [
    ...parts,
    ...(quick_reply ? [known({ kind: 'choice' as const, title: text, id: quick_reply.payload })] : []),
    ...(story
      ? [known({ kind: 'reference' as const, what: 'story' as const, id: story.id, url: pageUrl(story.url) })]
      : []),
    ...(referral ? [referralPart(referral)] : []),
  ];
  const isEmpty = text === '' && all.length === 0 && attachments.length === 0;
  return messageFrom(reading, item, {
    providerId: mid,
    // A quick reply is what was pressed, not what was written.
    text: quick_reply ? '' : text,
    attachments,
    parts: isEmpty ? [{ kind: 'unsupported', type: 'message' }] : all,
    ...(reply_to?.mid ? { quotes: reply_to.mid } : {}),
  });
}

const placeOf = ({ connection }: Reading, messageId: string, index: number) => ({
  connectionId: connection.id,
  messageId,
  index,
});

/** Copies of files at Meta, in their order. */
export async function copies(
  reading: Reading,
  messageId: string,
  urls: readonly string[],
): Promise<readonly Attachment[]> {
  return Promise.all(urls.map((url, index) => copyFile(reading.needs, url, placeOf(reading, messageId, index))));
}

/** What the business sent: by us, or with another tool such as Meta's own inbox. */
async function readEcho(reading: Reading, item: MessagingItem, message: Message): Promise<InboundItem> {
  const { mid, app_id, metadata, text = '' } = message;
  const isOurs = (app_id !== undefined && app_id === reading.appId) || isOurMetadata(metadata);
  if (isOurs) return dropped(reading, 'echo');
  const { urls } = contentsOf(message.attachments);
  return {
    kind: 'sent-elsewhere',
    sent: known({
      channel: reading.provider,
      connectionId: reading.connection.id,
      providerId: mid,
      to: { address: customerIn(reading, item), scope: reading.account },
      sentAt: timeOf(reading, item),
      text,
      attachments: [...(await copies(reading, mid, urls))],
      tool: app_id === undefined ? undefined : `app ${app_id} at Meta`,
    }),
  };
}
