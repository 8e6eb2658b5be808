import { accessOf } from '#adapters/channels/meta/graph.ts';
import { type Change, createMetaReader } from '#adapters/channels/meta-messaging/read-body.ts';
import type { Reading } from '#adapters/channels/meta-messaging/reading.ts';
import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import { credentialsOf } from '#adapters/channels/shared/credentials.ts';
import type { InboundItem, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { $MessengerCredentials } from './credentials.ts';
import { readFeed } from './read-feed.ts';
import { readPageMention } from './read-page-mention.ts';

/** Reads what Meta tells about a Facebook page: private messages, comments, visitors' posts, mentions. */
export const createMessengerReader = (needs: ReadingNeeds): ReadEnvelope =>
  createMetaReader(needs, {
    provider: 'messenger',
    object: 'page',
    access: async ({ secret }, { id }) => {
      const credentials = await credentialsOf(secret, id, $MessengerCredentials);
      return { ...accessOf(credentials), appId: credentials.appId };
    },
    readChange,
  });

async function readChange(reading: Reading, change: Change): Promise<InboundItem> {
  if (change.field === 'feed') return readFeed(reading, change);
  if (change.field === 'mention') return readPageMention(reading, change);
  throw new Refusal('invalid', `unknown event kind ${change.field}`);
}
