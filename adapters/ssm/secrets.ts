import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';

/** A rotated secret is picked up within this time. */
const maxAgeMs = 60_000;

/** Reads one secret; undefined when there is none by that name. */
export type ReadSecret = (name: string) => Promise<string | undefined>;

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
  return async (name) => {
    const remembered = known.get(name);
    if (remembered && performance.now() - remembered.readAt < maxAgeMs) return remembered.value;
    const value = await read(client, `${path}/${name}`);
    if (value === undefined) known.delete(name);
    else known.set(name, { value, readAt: performance.now() });
    return value;
  };
}
