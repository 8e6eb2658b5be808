import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type LocalSignIn, startSignIn } from '#local/emulators/sign-in.ts';

const maya = {
  id: 'maya',
  name: 'Maya Lindt',
  email: 'maya@example.org',
  groups: ['agent', 'supervisor'],
  title: 'Billing <team>',
};
const redirectUri = 'http://localhost:3000/callback';
let dir: string;
let signIn: LocalSignIn;

const start = (port?: number) =>
  startSignIn({ port, people: [maya], consoleOrigin: 'http://localhost:3000', audience: 'parley-api', dir });
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sign-in-'));
  signIn = await start();
});
afterAll(async () => {
  await signIn.stop();
  await rm(dir, { recursive: true });
});

const verified = async (token: string) => {
  const options = { issuer: signIn.issuer, audience: 'parley-api' };
  return (await jwtVerify(token, createRemoteJWKSet(new URL(signIn.jwksUri)), options)).payload;
};
const ofMaya = {
  sub: 'maya',
  username: 'maya',
  'cognito:groups': ['agent', 'supervisor'],
  scope: 'openid profile email',
  client_id: 'parley-console',
  aud: 'parley-api',
};

/** A browser that keeps cookies and follows redirects as long as they lead to the identity provider. */
function browser() {
  const cookies = new Map<string, string>();
  const visit = async (url: string, form?: Record<string, string>): Promise<{ url: string; response: Response }> => {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map((cookie) => cookie.join('=')).join('; ') },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';')[0]?.split(/=(.*)/s) ?? [];
      cookies.set(name, value);
    }
    const next = response.headers.get('location');
    if (next === null) return { url, response };
    const target = new URL(next, url).href;
    return target.startsWith(signIn.issuer) ? visit(target) : { url: target, response };
  };
  return visit;
}

const verifier = randomBytes(32).toString('base64url');
const authorization = (redirect: string) => {
  const url = new URL('/auth', signIn.issuer);
  url.search = new URLSearchParams({
    client_id: signIn.clientId,
    redirect_uri: redirect,
    response_type: 'code',
    scope: 'openid profile email',
    state: 'state-1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  return url.href;
};
const tokens = async (form: Record<string, string>) => {
  const response = await fetch(new URL('/token', signIn.issuer), {
    method: 'POST',
    headers: { origin: 'http://localhost:3000' },
    body: new URLSearchParams({ client_id: signIn.clientId, ...form }),
  });
  return { response, body: (await response.json()) as Record<string, string> };
};

describe('the identity provider', () => {
  it('describes itself under the name that browsers use', async () => {
    const discovery = await fetch(`${signIn.issuer}/.well-known/openid-configuration`);
    expect(await discovery.json()).toMatchObject({
      issuer: signIn.issuer,
      jwks_uri: signIn.jwksUri,
      code_challenge_methods_supported: ['S256'],
      end_session_endpoint: expect.stringContaining(signIn.issuer),
    });
  });

  it('makes a token for a person that its published keys verify', async () => {
    const payload = await verified(await signIn.tokenFor('maya'));
    expect(payload).toMatchObject(ofMaya);
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(8 * 3600);
  });

  it('makes no token for a stranger', async () => {
    await expect(signIn.tokenFor('nobody')).rejects.toThrow('no such person');
  });

  it('publishes no private key', async () => {
    const { keys } = (await (await fetch(signIn.jwksUri)).json()) as { keys: object[] };
    expect(keys.map((key) => 'd' in key)).toEqual([false]);
  });

  it('accepts its tokens after a restart', async () => {
    const token = await signIn.tokenFor('maya');
    await signIn.stop();
    signIn = await start(Number(new URL(signIn.issuer).port));
    /** The first fetch may find the connection that the restart closed. */
    expect(await vi.waitFor(() => verified(token))).toMatchObject(ofMaya);
  });
});

describe('signing in', () => {
  it('offers the people without a password, in a page that runs and loads nothing foreign', async () => {
    const { response } = await browser()(authorization(redirectUri));
    const html = await response.text();
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(html).toContain('Maya Lindt');
    expect(html).toContain('agent · Billing &lt;team&gt;');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self' http://localhost:3000 http://127.0.0.1:3000");
  });

  it('ends with a code for tokens that say who it is, and with fresh ones later', async () => {
    const visit = browser();
    const page = await visit(authorization(redirectUri));
    const { url } = await visit(page.url, { person: 'maya' });
    const answer = new URL(url);
    expect([answer.origin + answer.pathname, answer.searchParams.get('state')]).toEqual([redirectUri, 'state-1']);
    const code = answer.searchParams.get('code') ?? '';
    const { response, body } = await tokens({
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: redirectUri,
    });
    expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
    expect(await verified(body.access_token ?? '')).toMatchObject(ofMaya);
    expect(decodeJwt(body.id_token ?? '')).toMatchObject({ name: 'Maya Lindt', email: 'maya@example.org' });
    const refreshed = await tokens({ grant_type: 'refresh_token', refresh_token: body.refresh_token ?? '' });
    expect(await verified(refreshed.body.access_token ?? '')).toMatchObject(ofMaya);
  });

  it('needs the verifier that belongs to the code', async () => {
    const visit = browser();
    const page = await visit(authorization(redirectUri));
    const { url } = await visit(page.url, { person: 'maya' });
    const { response } = await tokens({
      grant_type: 'authorization_code',
      code: new URL(url).searchParams.get('code') ?? '',
      code_verifier: randomBytes(32).toString('base64url'),
      redirect_uri: redirectUri,
    });
    expect(response.status).toBe(400);
  });

  it('shows the page again for somebody who is not on the list', async () => {
    const visit = browser();
    const page = await visit(authorization(redirectUri));
    const { response } = await visit(page.url, { person: 'nobody' });
    expect(await response.text()).toContain('Maya Lindt');
  });

  it('leads nowhere but to the console', async () => {
    const { response } = await browser()(authorization('http://evil.example/callback'));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('redirect_uri');
  });

  it('says so when its page has expired', async () => {
    const response = await fetch(new URL('/sign-in/unknown', signIn.issuer));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('expired');
  });
});

describe('signing out', () => {
  it('ends the session and returns to the console', async () => {
    const visit = browser();
    const page = await visit(authorization(redirectUri));
    await visit(page.url, { person: 'maya' });
    const again = await visit(authorization(redirectUri));
    expect(new URL(again.url).searchParams.has('code')).toBe(true);
    const leaving = await visit(
      `${signIn.issuer}/session/end?client_id=${signIn.clientId}&post_logout_redirect_uri=http://localhost:3000/`,
    );
    const form = await leaving.response.text();
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
    const { url } = await visit(`${signIn.issuer}/session/end/confirm`, { xsrf, logout: 'yes' });
    expect(url).toBe('http://localhost:3000/');
    const after = await visit(authorization(redirectUri));
    expect(await after.response.text()).toContain('Choose who to be');
  });
});
