import { accessOf, type GraphAccess } from '#adapters/channels/meta/graph.ts';
import { directMessage } from '#adapters/channels/meta-messaging/direct-message.ts';
import {
  noConnection,
  noFilesInPublic,
  nothingToAnswer,
  type Product,
  postToGraph,
  whyNot,
} from '#adapters/channels/meta-messaging/send.ts';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import { credentialsOf } from '#adapters/channels/shared/credentials.ts';
import type { OutboundMessage, SendMessage } from '#domain/channels/delivery.ts';
import { $MessengerCredentials } from './credentials.ts';
import { messengerMeanings } from './errors.ts';

const product: Product = { title: 'Messenger', meanings: messengerMeanings };

/** Answers private messages, comments below posts, in public or privately, and visitors' posts. */
export const createMessengerSender =
  (needs: ChannelNeeds): SendMessage =>
  async (message) => {
    const connection = await needs.connections.get(message.connectionId);
    if (connection?.provider !== 'messenger') return noConnection(product.title);
    const access = accessOf(await credentialsOf(needs.secret, connection.id, $MessengerCredentials));
    if (message.isPublic) return answerInPublic(needs, access, message);
    const refused = whyNot(needs, message);
    if (refused) return refused;
    const body = await directMessage(needs, message);
    return postToGraph(needs, product, { access, path: `${connection.accountId ?? 'me'}/messages`, body });
  };

/** Below the top-level comment, or the visitor's post: Facebook shows answers on one level only. */
function answerInPublic(needs: ChannelNeeds, access: GraphAccess, message: OutboundMessage) {
  const below = message.thread ?? message.answers;
  if (message.attachments.length > 0) return noFilesInPublic;
  if (below === undefined) return nothingToAnswer;
  return postToGraph(needs, product, { access, path: `${below}/comments`, body: { message: message.text } });
}
