import type { Failure } from '#domain/channels/delivery.ts';

const askAdmin = 'Ask an administrator';

/** What the other system's status means for the agent. */
const meanings: Readonly<Record<number, Omit<Failure, 'code'>>> = {
  401: { class: 'AUTH', reason: `The other system did not accept our signature. ${askAdmin} to compare the secrets.` },
  403: { class: 'PERMISSION', reason: `The other system does not let us answer. ${askAdmin} to check it there.` },
  404: { class: 'INVALID_RECIPIENT', reason: `There is nothing at the address for answers. ${askAdmin} to check it.` },
  410: {
    class: 'PERMISSION',
    reason: `The other system takes no answers any more. Reach the customer another way, or ask an administrator.`,
  },
  413: {
    class: 'CONTENT_REJECTED',
    reason: 'The answer is too large for the other system. Shorten it and send again.',
  },
  429: { class: 'RATE_LIMITED', reason: 'The other system takes no more just now. It is tried again; nothing to do.' },
};

/** The sentence for an agent about a refused answer. */
export const failureOf = (status: number): Failure => ({
  class: 'CONTENT_REJECTED',
  reason: 'The other system refused the answer. Change it and send again, or tell your administrator the code.',
  ...meanings[status],
  code: String(status),
});
