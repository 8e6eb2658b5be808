import { describe, expect, it } from 'vitest';
import { ApiError, createApi } from '../../../web/console/api/client.ts';

type Call = { readonly url: string; readonly headers: Headers };

const setUp = (...answers: (Response | Error)[]) => {
  const calls: Call[] = [];
  let signedOut = 0;
  const api = createApi({
    baseUrl: 'https://api.example',
    fetch: async (input, init) => {
      calls.push({ url: String(input), headers: new Headers(init?.headers) });
      const answer = answers.shift();
      if (answer instanceof Response) return answer;
      throw answer ?? new Error('no answer left');
    },
    token: async (wanted) => `token-${wanted}`,
    onSignedOut: () => {
      signedOut += 1;
    },
  });
  return { api, calls, signedOut: () => signedOut };
};

const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status });
const problemOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => (error instanceof ApiError ? error.problem : error),
  );

describe('asking the API', () => {
  it('carries the token and the idempotency key', async () => {
    const { api, calls } = setUp(json(200, {}));
    await api.change({ method: 'POST', path: '/v1/x', body: {}, idempotencyKey: 'k-1' });
    expect(calls[0]?.url).toBe('https://api.example/v1/x');
    expect(calls[0]?.headers.get('authorization')).toBe('Bearer token-current');
    expect(calls[0]?.headers.get('idempotency-key')).toBe('k-1');
  });

  it('renews the token once when it is refused', async () => {
    const { api, calls, signedOut } = setUp(json(401, {}), json(200, { ok: true }));
    expect(await api.get('/v1/x')).toEqual({ ok: true });
    expect(calls[1]?.headers.get('authorization')).toBe('Bearer token-renewed');
    expect(signedOut()).toBe(0);
  });

  it('asks for a new sign-in when the renewed one is refused too', async () => {
    const { api, signedOut } = setUp(
      json(401, {}),
      json(401, { title: 'Unauthorised', status: 401, detail: 'Sign in.' }),
    );
    expect(await problemOf(api.get('/v1/x'))).toMatchObject({ status: 401 });
    expect(signedOut()).toBe(1);
  });

  it('passes on what the server says, request id and unseen messages included', async () => {
    const { api } = setUp(
      json(409, {
        type: 'about:blank',
        title: 'Conflict',
        status: 409,
        detail: 'Somebody wrote.',
        instance: 'req-1',
        unseen: [{ id: 'e' }],
      }),
    );
    expect(await problemOf(api.get('/v1/x'))).toMatchObject({
      detail: 'Somebody wrote.',
      instance: 'req-1',
      unseen: [{ id: 'e' }],
    });
  });

  it('says so when there is no answer, or none that can be read', async () => {
    expect(await problemOf(setUp(new TypeError('failed')).api.get('/v1/x'))).toMatchObject({ status: 0 });
    expect(await problemOf(setUp(new Response('<html>', { status: 502 })).api.get('/v1/x'))).toMatchObject({
      status: 502,
    });
  });
});
