import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { InboundItem, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { Attachment, InboundMessage } from '#domain/channels/inbound-message.ts';
import type { Part } from '#domain/channels/part.ts';
import { htmlToText } from '../email/html-text.ts';
import { plainLine } from '../email/mail-address.ts';
import { cleanText } from '../email/text.ts';
import { connectionOf, mustBeOfAccount } from '../shared/connection.ts';
import { jsonBodyOf } from '../shared/json-body.ts';
import { copyMedia } from '../shared/media.ts';
import { $Notification, $NotificationBody, type Account, type Status } from './payload.ts';
import { $MastodonSettings } from './settings.ts';

/** The most that a Mastodon server takes for one file: 99 MB of video; what is larger than ours leaves a note. */
const mostBytes = 25_000_000;

type Mention = { readonly connection: Connection; readonly server: string; readonly status: Status };

/** Reads mentions as poll-mastodon fetched them: posts that name our account, and private ones to it. */
export const createMastodonReader =
  (needs: ReadingNeeds): ReadEnvelope =>
  async (envelope) => {
    const connection = await connectionOf(needs.connections, envelope, 'mastodon');
    const { account, server, notifications } = jsonBodyOf(envelope, $NotificationBody);
    mustBeOfAccount(connection, account, 'account');
    return Promise.all(notifications.map((notification) => itemOf(needs, { connection, server, notification })));
  };

type Given = { readonly connection: Connection; readonly server: string; readonly notification: unknown };

async function itemOf(needs: ReadingNeeds, { connection, server, notification }: Given): Promise<InboundItem> {
  const { success, data } = $Notification.safeParse(notification);
  const unreadable = (reason: string): InboundItem => ({
    kind: 'unreadable',
    reason,
    body: JSON.stringify({ account: connection.accountId, server, notifications: [notification] }),
  });
  if (!success) return unreadable('a notification without id, type, account or a readable post');
  const { type, status } = data;
  if (type !== 'mention') return unreadable(`unknown kind of notification ${type.slice(0, 40)}`);
  if (!status) return unreadable('a mention without its post');
  if (status.account.id === connection.accountId) return { kind: 'dropped', rule: 'mastodon-own-post' };
  return { kind: 'message', message: await messageOf(needs, { connection, server, status }) };
}

async function messageOf(needs: ReadingNeeds, mention: Mention): Promise<InboundMessage> {
  const { connection, server, status } = mention;
  const warning = plainLine(status.spoiler_text);
  const parts = partsOf(status);
  return {
    channel: 'mastodon',
    connectionId: connection.id,
    providerId: status.id,
    sender: senderOf(connection, status.account, server),
    sentAt: new Date(status.created_at).toISOString(),
    ...(warning === '' ? {} : { subject: warning }),
    text: cleanText(htmlToText(status.content)),
    attachments: await attachmentsOf(needs, mention),
    ...(parts.length === 0 ? {} : { parts }),
    ...(status.in_reply_to_id ? { quotes: status.in_reply_to_id } : {}),
    ...(isPublic(status) ? { isPublic: true as const } : {}),
    ...(status.account.bot ? { automatic: 'mastodon-bot' } : {}),
  };
}

/** `private` is for followers and `direct` for those named; an unlisted post can be read by everybody who finds it. */
const isPublic = ({ visibility }: Status): boolean => visibility === 'public' || visibility === 'unlisted';

const senderOf = (connection: Connection, account: Account, server: string): InboundMessage['sender'] => ({
  address: account.acct.includes('@') ? account.acct : `${account.acct}@${server}`,
  scope: connection.accountId ?? '',
  name: plainLine(account.display_name) || account.username,
  handle: `@${account.acct}`,
  verified: true,
});

function partsOf({ url, poll }: Status): Part[] {
  const post = url && URL.canParse(url) ? url : undefined;
  return [
    ...(post === undefined
      ? []
      : [{ kind: 'reference' as const, what: 'post' as const, title: 'The post', url: post }]),
    ...(poll ? [{ kind: 'unsupported' as const, type: 'poll' }] : []),
  ];
}

function attachmentsOf(needs: ReadingNeeds, { connection, server, status }: Mention): Promise<Attachment[]> {
  const { mediaHosts } = $MastodonSettings.parse(connection.settings ?? {});
  const hosts = [server, `.${server}`, ...mediaHosts];
  return Promise.all(
    status.media_attachments.map(({ url, remote_url }, index) =>
      // Without a copy on our server there is only the one on the sender's, which could be any host.
      copyMedia(
        needs,
        { url: url ?? remote_url ?? '', hosts, maxBytes: mostBytes },
        { connectionId: connection.id, messageId: status.id, index },
      ),
    ),
  );
}
