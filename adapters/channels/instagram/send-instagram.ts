import type { GraphAccess } from '#adapters/channels/meta/graph.ts';
import { directMessage } from '#adapters/channels/meta-messaging/direct-message.ts';
import {
  noConnection,
  noFilesInPublic,
  nothingToAnswer,
  type Post,
  type Product,
  postToGraph,
  whyNot,
} from '#adapters/channels/meta-messaging/send.ts';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import { credentialsOf } from '#adapters/channels/shared/credentials.ts';
import type { OutboundMessage, SendMessage } from '#domain/channels/delivery.ts';
import { instagramAccess } from './access.ts';
import { $InstagramCredentials } from './credentials.ts';
import { instagramMeanings } from './errors.ts';
import { mentionOf } from './mention-thread.ts';

const product: Product = { title: 'Instagram', meanings: instagramMeanings };

/** Answers private messages, comments, in public or privately, and mentions. */
export const createInstagramSender =
  (needs: ChannelNeeds): SendMessage =>
  async (message) => {
    const connection = await needs.connections.get(message.connectionId);
    if (connection?.provider !== 'instagram') return noConnection(product.title);
    const access = instagramAccess(connection, await credentialsOf(needs.secret, connection.id, $InstagramCredentials));
    if (message.isPublic) return answerInPublic(needs, access, message);
    const refused = whyNot(needs, message);
    if (refused) return refused;
    // `me` is the page with Facebook's login and the account with Instagram's: each is the one that may send.
    return postToGraph(needs, product, { access, path: 'me/messages', body: await directMessage(needs, message) });
  };

async function answerInPublic(needs: ChannelNeeds, access: GraphAccess, message: OutboundMessage) {
  if (message.attachments.length > 0) return noFilesInPublic;
  const answer = publicAnswer(message);
  return answer ? postToGraph(needs, product, { access, ...answer }) : nothingToAnswer;
}

/** Below a comment on our own media; or, where others mentioned us, through the edge for mentions. */
function publicAnswer({ text, thread, answers, toScope = 'me' }: OutboundMessage): Omit<Post, 'access'> | undefined {
  const mention = mentionOf(thread);
  if (mention) {
    const { mediaId, commentId } = mention;
    const where = { media_id: mediaId, ...(commentId === undefined ? {} : { comment_id: commentId }) };
    return { path: `${toScope}/mentions`, body: { ...where, message: text } };
  }
  const below = thread ?? answers;
  return below === undefined ? undefined : { path: `${below}/replies`, body: { message: text } };
}
