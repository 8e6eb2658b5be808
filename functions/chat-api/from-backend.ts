import * as z from 'zod';
import { $InAppCredentials } from '#adapters/channels/in-app/credentials.ts';
import { signedId } from '#adapters/channels/in-app/standard-webhook.ts';
import { credentialsName } from '#adapters/channels/shared/credentials.ts';
import { normalMail } from '#adapters/channels/web-chat/identify.ts';
import { handOver } from '#domain/chat/hand-over.ts';
import { maxText } from '#domain/chat/protocol.ts';
import { addressOfUser, nameOf } from '#domain/chat/session.ts';
import type { ChatConnection } from '#domain/chat/settings.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import type { ChatApiNeeds } from './needs.ts';
import { answer, bodyOf, type ChatAnswer, type ChatEvent, textOf } from './request.ts';

/** What a business's own backend hands over for one of its users. */
const $FromBackend = z.object({
  user: z.object({
    id: z.string().min(1).max(200),
    name: z.string().trim().min(1).max(100).optional(),
    email: z.email().max(254).optional(),
    emailVerified: z.boolean().default(false),
  }),
  text: z.string().trim().min(1).max(maxText),
  /** The screen that the user wrote on. */
  page: z.url().max(2000).optional(),
});

async function idOfSigned(needs: ChatApiNeeds, connection: ChatConnection, event: ChatEvent): Promise<string> {
  const stored = await needs.secret(credentialsName(connection.id));
  const { messageSecrets = [] } = stored === undefined ? {} : $InAppCredentials.parse(JSON.parse(stored));
  const signed = { headers: event.headers, body: textOf(event), now: needs.now() };
  const id = signedId(messageSecrets, signed);
  if (id === undefined) throw new Refusal('unauthenticated', 'not signed by a secret of this connection just now');
  return id;
}

/** `POST /in-app/{connectionId}/messages`: signed as Standard Webhooks has it, and counted once by its webhook-id. */
export async function takeFromBackend(
  needs: ChatApiNeeds,
  { connection, event }: { readonly connection: ChatConnection; readonly event: ChatEvent },
): Promise<ChatAnswer> {
  const id = await idOfSigned(needs, connection, event);
  const { user, text, page } = bodyOf(event, $FromBackend);
  const address = addressOfUser(user.id);
  const email = user.email === undefined || !user.emailVerified ? {} : { email: normalMail(user.email) };
  const providerId = `backend:${id}`;
  await handOver(needs, {
    connection,
    about: address,
    once: providerId,
    body: {
      kind: 'message',
      providerId,
      visitor: { address, name: nameOf({ name: user.name, address }), ...email },
      text,
      files: [],
      ...(page === undefined ? {} : { page }),
    },
  });
  return answer(202, { id });
}
