import * as z from 'zod';
import { $MetaCredentials } from '#adapters/channels/meta/credentials.ts';
import { accessOf, graphPost, graphUrl } from '#adapters/channels/meta/graph.ts';
import { refusedSend } from '#adapters/channels/meta/graph-error.ts';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import { credentialsOf } from '#adapters/channels/shared/credentials.ts';
import { type Answer, ambiguous, failed, sendRequest } from '#adapters/channels/shared/send-request.ts';
import type { SendMessage, SendOutcome } from '#domain/channels/delivery.ts';
import { whatsAppMeanings } from './errors.ts';
import { messageBody } from './message-body.ts';

type Needs = Pick<ChannelNeeds, 'connections' | 'secret' | 'fetch' | 'linkTo'>;

/** Sends messages through WhatsApp's Cloud API. */
export const createMetaWhatsAppSender =
  (needs: Needs): SendMessage =>
  async (message) => {
    const connection = await needs.connections.get(message.connectionId);
    if (connection?.provider !== 'meta-whatsapp' || connection.accountId === undefined) return noNumber;
    const access = accessOf(await credentialsOf(needs.secret, connection.id, $MetaCredentials));
    return sendRequest(needs.fetch, {
      url: graphUrl(access, `${connection.accountId}/messages`),
      request: graphPost(access, await messageBody(needs.linkTo, message)),
      provider: 'WhatsApp',
      outcomeOf,
    });
  };

const noNumber: SendOutcome = failed({
  class: 'PERMISSION',
  reason: 'The WhatsApp connection has no phone number id. Ask an administrator to complete it.',
});

const $Taken = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) });

/** Taken, held back for a check of quality, or refused; an answer that is none of these leaves it open. */
function outcomeOf(answer: Answer): SendOutcome {
  const taken = answer.ok ? $Taken.safeParse(answer.body).data?.messages[0] : undefined;
  if (taken) return { status: 'sent', providerId: taken.id };
  return answer.ok ? ambiguous('WhatsApp') : refusedSend(answer, whatsAppMeanings);
}
