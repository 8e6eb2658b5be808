import { type Change, createMetaReader } from '#adapters/channels/meta-messaging/read-body.ts';
import { dropped, type Reading } from '#adapters/channels/meta-messaging/reading.ts';
import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import { credentialsOf } from '#adapters/channels/shared/credentials.ts';
import type { InboundItem, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { instagramAccess } from './access.ts';
import { $InstagramCredentials } from './credentials.ts';
import { readComment } from './read-comment.ts';
import { readMention } from './read-mention.ts';

/** Reads what Meta tells about an Instagram account: private messages, comments, mentions. */
export const createInstagramReader = (needs: ReadingNeeds): ReadEnvelope =>
  createMetaReader(needs, {
    provider: 'instagram',
    object: 'instagram',
    access: async ({ secret }, connection) => {
      const credentials = await credentialsOf(secret, connection.id, $InstagramCredentials);
      return { ...instagramAccess(connection, credentials), appId: credentials.appId };
    },
    readChange,
  });

async function readChange(reading: Reading, change: Change): Promise<InboundItem> {
  if (change.field === 'comments' || change.field === 'live_comments') return readComment(reading, change);
  if (change.field === 'mentions') return readMention(reading, change);
  // Numbers about a story that has ended.
  if (change.field === 'story_insights') return dropped(reading, 'insights');
  throw new Refusal('invalid', `unknown event kind ${change.field}`);
}
