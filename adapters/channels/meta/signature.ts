import { hmac, isSignedWithAny } from '#adapters/channels/shared/signatures.ts';

type Signed = {
  /** The bytes as received: Meta writes non-ASCII characters as `\uXXXX`, so a body that was parsed and written again never matches. */
  readonly body: Uint8Array;
  /** The header `X-Hub-Signature-256`. */
  readonly signature: string | undefined;
  /** Those of the app, the current one first; several while it is reset. */
  readonly appSecrets: readonly string[];
};

/** The header with which Meta signs a body. */
export const metaSignature = (body: string | Uint8Array, secret: string): string =>
  `sha256=${hmac(body, { algorithm: 'sha256', secret, encoding: 'hex' })}`;

/** Did Meta sign these bytes for our app? https://developers.facebook.com/docs/graph-api/webhooks/getting-started, "Validating payloads". */
export const isSignedByMeta = ({ body, signature, appSecrets }: Signed): boolean =>
  isSignedWithAny(appSecrets, signature, (secret) => metaSignature(body, secret));
