import * as z from 'zod';
import { type GraphAccess, graphPost, graphUrl } from '#adapters/channels/meta/graph.ts';
import { type Meanings, refusedSend } from '#adapters/channels/meta/graph-error.ts';
import { type Answer, ambiguous, failed, sendRequest } from '#adapters/channels/shared/send-request.ts';
import type { OutboundMessage, SendOutcome } from '#domain/channels/delivery.ts';
import { isCommentId, isWithinWindow } from './direct-message.ts';
import { tooLate } from './meanings.ts';

type Needs = { readonly fetch: typeof fetch };

export type Product = { readonly title: 'Messenger' | 'Instagram'; readonly meanings: Meanings };
export type Post = {
  readonly access: GraphAccess;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
};

const $Accepted = z.union([
  z.object({ message_id: z.string().min(1) }).transform(({ message_id }) => message_id),
  z.object({ id: z.string().min(1) }).transform(({ id }) => id),
]);

/** Posts a message or a comment, and tells what Meta made of it. */
export const postToGraph = (
  needs: Needs,
  { title, meanings }: Product,
  { access, path, body }: Post,
): Promise<SendOutcome> =>
  sendRequest(needs.fetch, {
    url: graphUrl(access, path),
    request: graphPost(access, body),
    provider: title,
    outcomeOf: (answer) => outcomeOf(answer, { title, meanings }),
  });

function outcomeOf(answer: Answer, { title, meanings }: Product): SendOutcome {
  const accepted = $Accepted.safeParse(answer.body);
  if (answer.ok && accepted.success) return { status: 'sent', providerId: accepted.data };
  return answer.ok ? ambiguous(title) : refusedSend(answer, meanings);
}

/** Why a message must not even be tried: what a program wrote may not claim to be a person's, which is what it takes after the window. */
export function whyNot(needs: Parameters<typeof isWithinWindow>[0], message: OutboundMessage): SendOutcome | undefined {
  const isPrivateAnswer = message.answers !== undefined && isCommentId(message.answers);
  if (!message.automatic || isPrivateAnswer || isWithinWindow(needs, message)) return undefined;
  return failed(tooLate);
}

export const noConnection = (title: Product['title']): SendOutcome =>
  failed({
    class: 'PERMISSION',
    reason: `This ${title} connection does not exist any more. Use another channel, or ask an administrator to set it up again.`,
  });

export const noFilesInPublic: SendOutcome = failed({
  class: 'MEDIA_INVALID',
  reason: 'Files cannot be sent where everybody reads. Answer in private, or put a link into the text.',
});

export const nothingToAnswer: SendOutcome = failed({
  class: 'INVALID_RECIPIENT',
  reason: 'It is not known which comment this answers. Answer from the conversation of the comment.',
});
