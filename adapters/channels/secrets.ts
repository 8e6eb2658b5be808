import * as z from 'zod';
import type { ReadSecret } from '#adapters/ssm/secrets.ts';
import { createReplyTokens, type ReplyTokens } from './email/reply-token.ts';
import { $TwilioCredentials, type CredentialsFor } from './twilio-sms/credentials.ts';

const $ReplyTokenKeys = z.array(z.string()).min(1);

/** Twilio credentials of a connection, from its SecureString parameter. */
export const twilioCredentials =
  (secret: ReadSecret): CredentialsFor =>
  async (connectionId) => {
    const stored = await secret(`connections/${connectionId}`);
    if (!stored) throw new Error(`connection ${connectionId} has no credentials in SSM; see docs/deploy.md`);
    return $TwilioCredentials.parse(JSON.parse(stored));
  };

/** Reply tokens with the keys in force. */
export async function replyTokensFrom(secret: ReadSecret): Promise<ReplyTokens> {
  const stored = await secret('reply-token-keys');
  if (!stored) throw new Error('there are no reply-token-keys in SSM; see docs/deploy.md');
  return createReplyTokens({ keys: $ReplyTokenKeys.parse(JSON.parse(stored)) });
}
