import { createEmailReader } from '#adapters/channels/email/read-email.ts';
import { replyTokensFrom } from '#adapters/channels/secrets.ts';
import type { ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { ReaderNeeds } from './reader-needs.ts';

/** Reads mail. The keys of reply tokens are asked for with each one, since they are rotated. */
export const createMailReader =
  (needs: ReaderNeeds): ReadEnvelope =>
  async (envelope) =>
    createEmailReader({ ...needs, replyTokens: await replyTokensFrom(needs.secret) })(envelope);
