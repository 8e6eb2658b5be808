/** What the chat API answered. Status 0: it could not be reached. */
export type Answer<Body> = {
  readonly status: number;
  readonly body: Body | undefined;
  /** Seconds after which the same may be asked again. */
  readonly retryAfter: number | undefined;
};

export type Ask = <Body>(request: {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
}) => Promise<Answer<Body>>;

const answerWithinMs = 15_000;

/** Asks the chat API with the token of the session, if there is one yet. */
export const createAsk =
  (api: string, fetch: typeof globalThis.fetch, token: () => string | undefined): Ask =>
  async <Body>({ method, path, body }: Parameters<Ask>[0]): Promise<Answer<Body>> => {
    const bearer = token();
    try {
      const response = await fetch(`${api}/${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(answerWithinMs),
      });
      const retryAfter = Number(response.headers.get('retry-after')) || undefined;
      return { status: response.status, body: (await response.json()) as Body, retryAfter };
    } catch {
      return { status: 0, body: undefined, retryAfter: undefined };
    }
  };
