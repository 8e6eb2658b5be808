import type { Failure } from '#domain/channels/delivery.ts';

const askAdmin = 'Ask an administrator';

/** https://docs.joinmastodon.org/methods/statuses/#create, read 2026-11-22. */
const meanings: Readonly<Record<number, Omit<Failure, 'code'>>> = {
  401: { class: 'AUTH', reason: `Mastodon did not accept our token. ${askAdmin} to check the Mastodon connection.` },
  403: {
    class: 'PERMISSION',
    reason: `Our account may not post: the token lacks write:statuses, or the account is limited. ${askAdmin} to check it.`,
  },
  404: {
    class: 'INVALID_RECIPIENT',
    reason: 'The post that is answered does not exist any more, or we may not see it. Nothing to do.',
  },
  422: {
    class: 'CONTENT_REJECTED',
    reason: 'Mastodon refused the post: it is empty or longer than the server allows. Change it and send again.',
  },
  429: { class: 'RATE_LIMITED', reason: 'Mastodon takes no more posts just now. It is tried again; nothing to do.' },
};

/** The sentence for an agent about a refused post. */
export const failureOf = (status: number): Failure => ({
  class: 'CONTENT_REJECTED',
  reason: 'Mastodon refused the post. Change it and send again, or tell your administrator the code.',
  ...meanings[status],
  code: String(status),
});
