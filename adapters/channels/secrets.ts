import * as z from 'zod';
import type { ReadSecret } from '#adapters/ssm/secrets.ts';
import { createReplyTokens, type ReplyTokens } from './email/reply-token.ts';

const $ReplyTokenKeys = z.array(z.string()).min(1);

/** Reply tokens with the keys in force. */
export async function replyTokensFrom(secret: ReadSecret): Promise<ReplyTokens> {
  const stored = await secret('reply-token-keys');
  if (!stored) throw new Error('there are no reply-token-keys in SSM; see docs/deploy.md');
  return createReplyTokens({ keys: $ReplyTokenKeys.parse(JSON.parse(stored)) });
}
