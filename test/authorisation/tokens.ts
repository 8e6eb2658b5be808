import { createPublicKey } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { clientId } from '#local/emulators/sign-in/configuration.ts';
import { type SigningKeys, signingAlgorithm } from '#local/emulators/sign-in/signing-keys.ts';

export type Issuing = { readonly issuer: string; readonly keys: SigningKeys };

type Made = {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly key?: JWK | Uint8Array;
};

const now = (): number => Math.floor(Date.now() / 1000);

/** An access token as the sign-in issues it, but for what is said otherwise. A claim that is undefined is left out. */
export async function tokenOf({ issuer, keys }: Issuing, person: Person, made: Made = {}): Promise<string> {
  const { claims = {}, header = {}, key = keys.signing } = made;
  const usual = {
    iss: issuer,
    aud: clientId,
    client_id: clientId,
    sub: person.id,
    username: person.id,
    'cognito:groups': person.groups,
    token_use: 'access',
    iat: now() - 5,
    exp: now() + 3600,
  };
  const given = Object.entries({ ...usual, ...claims }).filter(([, value]) => value !== undefined);
  const alg = signingAlgorithm;
  const protectedHeader = { alg, kid: keys.signing.kid, typ: 'at+jwt', ...header };
  const signingKey = key instanceof Uint8Array ? key : await importJWK(key, alg);
  return new SignJWT(Object.fromEntries(given)).setProtectedHeader(protectedHeader).sign(signingKey);
}

export type Person = { readonly id: string; readonly groups: readonly string[] };

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

async function strangeKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(signingAlgorithm, { extractable: true });
  return { ...(await exportJWK(privateKey)), kid };
}

const publicPem = ({ signing }: SigningKeys): Uint8Array => {
  const { kty, n, e } = signing;
  const key = createPublicKey({ key: { kty, n, e } as never, format: 'jwk' });
  return new TextEncoder().encode(String(key.export({ type: 'spki', format: 'pem' })));
};

/** A token for an agent whose payload was made an administrator's after it was signed. */
async function tampered(issuing: Issuing): Promise<string> {
  const [header, payload = '', signature] = (await tokenOf(issuing, { id: 'agent', groups: ['agent'] })).split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return [header, encoded({ ...claims, sub: 'admin', 'cognito:groups': ['admin'] }), signature].join('.');
}

/** Without a signature: RFC 7515 appendix A.5, an "unsecured JWS". */
async function unsigned(issuing: Issuing, person: Person): Promise<string> {
  const [, payload] = (await tokenOf(issuing, person)).split('.');
  return `${encoded({ alg: 'none', kid: issuing.keys.signing.kid })}.${payload}.`;
}

/** What a request brings in place of a good token. */
export type Bad = { readonly authorization?: string; readonly query?: string };

/** Each way to come without a good token, all of them as the administrator: whatever is let in by mistake may do everything. */
export async function badTokens(issuing: Issuing, person: Person): Promise<Readonly<Record<string, Bad>>> {
  const { keys } = issuing;
  const make = async (made: Made): Promise<Bad> => ({
    authorization: `Bearer ${await tokenOf(issuing, person, made)}`,
  });
  const hs256 = { alg: 'HS256', kid: keys.signing.kid };
  const identity = { token_use: undefined, client_id: undefined, email: 'admin@parley.example', nonce: 'n' };
  const good = await tokenOf(issuing, person);
  return {
    'no token': {},
    expired: await make({ claims: { exp: now() - 60 } }),
    'without an end': await make({ claims: { exp: undefined } }),
    'not valid yet': await make({ claims: { nbf: now() + 600 } }),
    'issued in the future': await make({ claims: { iat: now() + 600 } }),
    'for another audience': await make({ claims: { aud: 'another-app', client_id: 'another-app' } }),
    'for another audience, by client': await make({ claims: { aud: undefined, client_id: 'another-app' } }),
    'of another issuer': await make({ claims: { iss: 'https://sign-in.example' } }),
    'with alg none': { authorization: `Bearer ${await unsigned(issuing, person)}` },
    'HS256 with the public key': await make({ header: hs256, key: publicPem(keys) }),
    'HS256 with the modulus': await make({ header: hs256, key: Buffer.from(String(keys.signing.n)) }),
    'with an unknown kid': await make({ header: { kid: 'unknown' } }),
    'without kid': await make({ header: { kid: undefined } }),
    'signed by a strange key': await make({ key: await strangeKey(keys.signing.kid) }),
    'with its own key in the header': await make({
      header: { kid: 'own', jwk: { kty: 'RSA' }, jku: 'https://sign-in.example/jwks' },
      key: await strangeKey('own'),
    }),
    'an ID token': await make({ claims: identity, header: { typ: 'JWT' } }),
    "Cognito's ID token": await make({ claims: { token_use: 'id', client_id: undefined }, header: { typ: 'JWT' } }),
    'with a changed payload': { authorization: `Bearer ${await tampered(issuing)}` },
    'cut off': { authorization: `Bearer ${good.slice(0, -8)}` },
    'by another scheme': { authorization: `Basic ${good}` },
    'in the query': { query: `access_token=${good}&token=${good}&authorization=Bearer%20${good}` },
  };
}
