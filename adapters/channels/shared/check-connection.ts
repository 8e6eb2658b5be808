import type * as z from 'zod';
import type { Check } from '#adapters/channels/manager.ts';
import type { ReadSecret } from '#adapters/ssm/secrets.ts';
import { credentialsName, credentialsOf } from './credentials.ts';

type Needs = { readonly secret: ReadSecret };
type Asked<Credentials> = {
  readonly connectionId: string;
  readonly schema: z.ZodType<Credentials>;
  /** For people. */
  readonly provider: string;
};

/** Looks at a connection with its credentials; without them, or without an answer, that is what is found. */
export async function checksOf<Credentials>(
  needs: Needs,
  { connectionId, schema, provider }: Asked<Credentials>,
  look: (credentials: Credentials) => Promise<readonly Check[]>,
): Promise<readonly Check[]> {
  const credentials = await credentialsOf(needs.secret, connectionId, schema).catch(() => undefined);
  if (credentials === undefined) {
    const detail = `The parameter ${credentialsName(connectionId)} is missing, or not of the shape in docs/channels/.`;
    return [{ name: 'credentials', ok: false, detail }];
  }
  // The cause may quote a request: it is not for the screen.
  return look(credentials).catch(() => [
    { name: 'provider', ok: false, detail: `${provider} could not be reached; check again later.` },
  ]);
}
