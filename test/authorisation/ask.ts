/** One request, as a stranger with a network would make it. */
export type Asking = {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};
export type Answer = { readonly status: number; readonly body: string };
export type Ask = (asking: Asking) => Promise<Answer>;

export const askAt =
  (url: string): Ask =>
  async ({ method, path, headers = {}, body }) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      redirect: 'manual',
      ...(body === undefined || method === 'GET'
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.text() };
  };

/** What a cell came to. */
export type Verdict = {
  readonly group: string;
  readonly cell: string;
  readonly expected: string;
  /** What was wrong; undefined when the cell is as expected. */
  readonly wrong?: string | undefined;
};

export const isRefusal = (status: number): boolean => status === 401 || status === 403 || status === 404;
