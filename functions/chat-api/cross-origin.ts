import type { ChatAnswer } from './request.ts';

/** Seconds for which a browser remembers what it may ask. */
const rememberedSeconds = 7200;

/** What lets a browser read the answer (Fetch standard, CORS protocol). No cookies: the token is in a header. */
export const readableBy = (origin: string | undefined, answer: ChatAnswer): ChatAnswer => ({
  ...answer,
  headers: {
    ...answer.headers,
    vary: 'origin',
    ...(origin === undefined
      ? {}
      : { 'access-control-allow-origin': origin, 'access-control-expose-headers': 'retry-after' }),
  },
});

/** The answer to a preflight. */
export const preflight: ChatAnswer = {
  statusCode: 204,
  headers: {
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'authorization, content-type',
    'access-control-max-age': String(rememberedSeconds),
  },
};
