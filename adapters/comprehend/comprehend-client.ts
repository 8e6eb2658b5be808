import { ComprehendClient, type ComprehendClientConfig } from '@aws-sdk/client-comprehend';

/** A client that tries twice at most: a second try heals a stale connection, a third would only use up the time limit. */
export const createComprehendClient = (config: ComprehendClientConfig = {}): ComprehendClient =>
  new ComprehendClient({ maxAttempts: 2, ...config });
