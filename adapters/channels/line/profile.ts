import * as z from 'zod';
import { lineApi } from './api.ts';
import { bearer, type LineCredentials } from './credentials.ts';
import type { LineSource } from './payload.ts';

type Needs = { readonly fetch: typeof fetch; readonly credentials: LineCredentials };

const $Profile = z.object({ displayName: z.string().min(1) });
const answerWithinMs = 2000;

/** What a person is called at LINE, which webhooks do not tell. A name is a nicety: without an answer there is none. */
export async function displayNameOf(needs: Needs, source: LineSource): Promise<string | undefined> {
  if (source.userId === undefined) return undefined;
  try {
    const response = await needs.fetch(`${lineApi}${profilePath(source, source.userId)}`, {
      headers: bearer(needs.credentials),
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    return $Profile.safeParse(await response.json()).data?.displayName;
  } catch {
    return undefined;
  }
}

/** In a group the profile of a member can be had without being friends. */
function profilePath({ groupId, roomId }: LineSource, userId: string): string {
  if (groupId !== undefined) return `/group/${encodeURIComponent(groupId)}/member/${encodeURIComponent(userId)}`;
  if (roomId !== undefined) return `/room/${encodeURIComponent(roomId)}/member/${encodeURIComponent(userId)}`;
  return `/profile/${encodeURIComponent(userId)}`;
}
