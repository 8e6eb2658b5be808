import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { importJWK, SignJWT } from 'jose';
import { Provider } from 'oidc-provider';
import { listenLocally } from './http/listen-locally.ts';
import { requestBody } from './http/request-body.ts';
import { clientId, configuration, scope } from './sign-in/configuration.ts';
import { messagePage, type Page, signInPage } from './sign-in/pages.ts';
import { accessClaims, type Person } from './sign-in/person.ts';
import { type SigningKeys, signingAlgorithm, signingKeys } from './sign-in/signing-keys.ts';

export type SignInOptions = {
  readonly people: readonly Person[];
  /** Where the console is, such as http://localhost:3000. */
  readonly consoleOrigin: string;
  /** What the API expects as the audience of a token. */
  readonly audience: string;
  /** The folder that keeps the signing keys; without one, tokens end with the process. */
  readonly dir?: string | undefined;
  readonly port?: number | undefined;
};
export type LocalSignIn = {
  readonly issuer: string;
  readonly clientId: string;
  readonly jwksUri: string;
  /** An access token for somebody, without signing in; valid for eight hours. */
  tokenFor(personId: string): Promise<string>;
  stop(): Promise<void>;
};

/** Starts the identity provider: anybody on the list can sign in by choosing who to be. */
export async function startSignIn(options: SignInOptions): Promise<LocalSignIn> {
  const { audience, consoleOrigin, dir } = options;
  const keys = await signingKeys(dir);
  const people = new Map(options.people.map((person) => [person.id, person]));
  const origins = namesOf(consoleOrigin);
  const server = createServer();
  const listening = await listenLocally(server, options.port);
  const issuer = `http://localhost:${listening.port}`;
  const provider = new Provider(issuer, configuration({ people, keys, audience, origins }));
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/sign-in/')) void chooseOrSignIn({ provider, people, origins }, request, response);
    else answer(request, response);
  });
  return {
    issuer,
    clientId,
    jwksUri: `${issuer}/jwks`,
    tokenFor: (personId) => tokenFor({ issuer, audience, keys }, people.get(personId)),
    stop: listening.stop,
  };
}

/** A browser may know this machine by name or by address, and compares origins letter by letter. */
const namesOf = (origin: string): readonly string[] =>
  ['localhost', '127.0.0.1'].map((hostname) => Object.assign(new URL(origin), { hostname }).origin);

type Choice = {
  readonly provider: Provider;
  readonly people: ReadonlyMap<string, Person>;
  readonly origins: readonly string[];
};

async function chooseOrSignIn(choice: Choice, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { provider, people, origins } = choice;
  try {
    const { uid } = await provider.interactionDetails(request, response);
    const chosen =
      request.method === 'POST' ? new URLSearchParams(String(await requestBody(request))).get('person') : null;
    if (chosen !== null && people.has(chosen)) {
      await provider.interactionFinished(request, response, { login: { accountId: chosen } });
      return;
    }
    show(response, 200, signInPage(`/sign-in/${uid}`, [...people.values()], origins));
  } catch {
    show(response, 400, messagePage('This page has expired', 'Go back to Parley and sign in again.'));
  }
}

function show(response: ServerResponse, status: number, { html, contentSecurityPolicy }: Page): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy,
    'cache-control': 'no-store',
  });
  response.end(html);
}

type TokenNeeds = { readonly issuer: string; readonly audience: string; readonly keys: SigningKeys };

async function tokenFor({ issuer, audience, keys }: TokenNeeds, person: Person | undefined): Promise<string> {
  if (person === undefined) throw new Error('There is no such person in the local system');
  return new SignJWT({ ...accessClaims(person), scope, client_id: clientId })
    .setProtectedHeader({ alg: signingAlgorithm, kid: keys.signing.kid, typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(person.id)
    .setJti(crypto.randomUUID())
    .setIssuedAt()
    .setExpirationTime('8h')
    .sign(await importJWK(keys.signing, signingAlgorithm));
}
