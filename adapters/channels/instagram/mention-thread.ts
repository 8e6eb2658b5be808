/** Where somebody mentioned us: in a caption, or in a comment below the media. Answers go through another edge of the API than those to comments of ours. */
export type Mention = { readonly mediaId: string; readonly commentId?: string | undefined };

const prefix = 'mention';

/** A mention as the name of its thread; the sender reads it again. */
export const mentionThread = ({ mediaId, commentId }: Mention): string =>
  [prefix, mediaId, ...(commentId === undefined ? [] : [commentId])].join(':');

export function mentionOf(thread: string | undefined): Mention | undefined {
  const [kind, mediaId, commentId] = thread?.split(':') ?? [];
  return kind === prefix && mediaId ? { mediaId, commentId } : undefined;
}
