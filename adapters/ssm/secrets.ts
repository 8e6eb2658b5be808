import { GetParameterCommand, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';

/** A rotated secret is picked up within this time. */
const maxAgeMs = 60_000;

/** Reads one secret; undefined when there is none by that name. What is remembered may be so old at most. */
export type ReadSecret = (name: string, notOlderThanMs?: number) => Promise<string | undefined>;

export type WriteSecret = (name: string, value: string) => Promise<void>;

async function read(client: SSMClient, name: string): Promise<string | undefined> {
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    return Parameter?.Value;
  } catch (error) {
    if (error instanceof Error && error.name === 'ParameterNotFound') return undefined;
    throw error;
  }
}

/** SecureString parameters below one path, remembered for a minute. A missing one is looked for again each time. */
export function secretsBelow(client: SSMClient, path: string): ReadSecret {
  const known = new Map<string, { readonly value: string; readonly readAt: number }>();
  return async (name, notOlderThanMs = maxAgeMs) => {
    const remembered = known.get(name);
    if (remembered && performance.now() - remembered.readAt < notOlderThanMs) return remembered.value;
    const value = await read(client, `${path}/${name}`);
    if (value === undefined) known.delete(name);
    else known.set(name, { value, readAt: performance.now() });
    return value;
  };
}

/** The same without a memory. */
export const readsSecrets =
  (client: SSMClient, path: string): ReadSecret =>
  (name) =>
    read(client, `${path}/${name}`);

/** Writes SecureString parameters below one path. */
export const writesSecrets =
  (client: SSMClient, path: string): WriteSecret =>
  async (name, value) => {
    await client.send(
      new PutParameterCommand({ Name: `${path}/${name}`, Value: value, Type: 'SecureString', Overwrite: true }),
    );
  };
