import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';

/** Claims as an HTTP API hands them over: everything is text, lists in brackets. */
export type Claims = Readonly<Record<string, string>>;

export type Authorizer = {
  /** The claims of a valid token; undefined when API Gateway would answer 401. */
  authorize(header: string | undefined): Promise<Claims | undefined>;
};

const asText = (value: unknown): string => (Array.isArray(value) ? `[${value.join(' ')}]` : String(value));

/** `aud` decides; tokens without it, such as Cognito's, name their client in `client_id`. */
const isFor = (audience: string, claims: JWTPayload): boolean =>
  claims.aud === undefined ? claims.client_id === audience : [claims.aud].flat().includes(audience);

/** The JWT authoriser of an HTTP API: signature, issuer, audience and times. */
export function createAuthorizer(trusted: {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly audience: string;
}): Authorizer {
  const keys = createRemoteJWKSet(new URL(trusted.jwksUri));
  return {
    async authorize(header) {
      const [, token] = /^Bearer\s+(\S+)$/i.exec(header ?? '') ?? [];
      if (!token) return undefined;
      try {
        const { payload } = await jwtVerify(token, keys, { issuer: trusted.issuer, requiredClaims: ['exp'] });
        if (!isFor(trusted.audience, payload)) return undefined;
        return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, asText(value)]));
      } catch {
        return undefined;
      }
    },
  };
}
