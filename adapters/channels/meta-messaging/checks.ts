import type * as z from 'zod';
import type { Check } from '#adapters/channels/manager.ts';
import { callGraph, type GraphAccess, problemOf } from '#adapters/channels/meta/graph.ts';
import type { ManagingNeeds } from '#adapters/channels/needs.ts';
import { credentialsOf } from '#adapters/channels/shared/credentials.ts';

export type Needs = Pick<ManagingNeeds, 'fetch' | 'secret' | 'publicUrl'>;

/** What Meta told, or why not; never throws for what Meta says. */
export async function asked(
  needs: Pick<Needs, 'fetch'>,
  access: GraphAccess,
  call: Parameters<typeof callGraph>[2],
): Promise<{ readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly problem: string }> {
  try {
    const answer = await callGraph(needs, access, call);
    return answer.ok ? answer : { ok: false, problem: problemOf(answer) };
  } catch {
    return { ok: false, problem: 'Meta could not be reached in time' };
  }
}

/** The credentials, or what is wrong with them in words. */
export async function credentialsIfGood<Credentials>(
  needs: Pick<Needs, 'secret'>,
  connectionId: string,
  schema: z.ZodType<Credentials>,
): Promise<{ readonly credentials: Credentials } | { readonly check: Check }> {
  try {
    return { credentials: await credentialsOf(needs.secret, connectionId, schema) };
  } catch (error) {
    // A message of JSON.parse quotes what it read.
    const isTold = error instanceof Error && !(error instanceof SyntaxError);
    const detail = isTold ? error.message : 'the credentials are not JSON';
    return { check: { name: 'credentials', ok: false, detail } };
  }
}
