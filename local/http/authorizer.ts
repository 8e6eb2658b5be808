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

/** API Gateway takes RSA only. */
const algorithms = ['RS256', 'RS384', 'RS512'];

/** `iat`, where there is one, lies in the past. */
const isIssued = ({ iat }: JWTPayload): boolean => iat === undefined || iat <= Date.now() / 1000;

/**
 * The JWT authoriser of an HTTP API: signature by a key that the token names, issuer, audience and times.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
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
        const { payload, protectedHeader } = await jwtVerify(token, keys, {
          issuer: trusted.issuer,
          algorithms,
          requiredClaims: ['exp'],
        });
        if (!protectedHeader.kid || !isIssued(payload) || !isFor(trusted.audience, payload)) return undefined;
        return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, asText(value)]));
      } catch {
        return undefined;
      }
    },
  };
}
