import * as z from 'zod';
import type { Check } from '#adapters/channels/manager.ts';
import type { GraphAccess } from '#adapters/channels/meta/graph.ts';
import { asked, type Needs } from './checks.ts';

const $Apps = z.object({
  data: z.array(z.object({ id: z.string().optional(), subscribed_fields: z.array(z.string()).default([]) })),
});

const name = 'subscription';

/** The fields that the account sends to the app; undefined when Meta does not tell. */
async function subscribedFields(needs: Needs, access: GraphAccess, appId: string | undefined) {
  const answer = await asked(needs, access, { path: 'me/subscribed_apps' });
  if (!answer.ok) return answer;
  const { data = [] } = $Apps.safeParse(answer.body).data ?? {};
  const ours = data.filter(({ id }) => appId === undefined || id === undefined || id === appId);
  return { ok: true as const, isSubscribed: ours.length > 0, fields: ours.flatMap((app) => app.subscribed_fields) };
}

export type Account = {
  readonly access: GraphAccess;
  readonly appId: string | undefined;
  readonly fields: readonly string[];
};

/** Does the page, or the Instagram account, hand its events to the app? */
export async function checkAccountSubscription(needs: Needs, { access, appId, fields }: Account): Promise<Check> {
  const found = await subscribedFields(needs, access, appId);
  if (!found.ok) return { name, ok: false, detail: found.problem };
  const missing = fields.filter((field) => !found.fields.includes(field));
  const ok = found.isSubscribed && missing.length === 0;
  return {
    name,
    ok,
    detail: ok
      ? 'events are handed to the app'
      : `not handed to the app: ${missing.join(', ') || 'anything'}; register it`,
  };
}

/** Has the account hand its events to the app; what is subscribed already stays so. */
export async function subscribeAccount(needs: Needs, { access, appId, fields }: Account): Promise<Check> {
  const before = await subscribedFields(needs, access, appId);
  const all = [...new Set([...(before.ok ? before.fields : []), ...fields])];
  const answer = await asked(needs, access, {
    method: 'POST',
    path: 'me/subscribed_apps',
    body: { subscribed_fields: all.join(',') },
  });
  return { name, ok: answer.ok, detail: answer.ok ? 'events are handed to the app' : answer.problem };
}

/** Both steps of registering as one. */
export function both(first: Check, second: Check): Check {
  const detail = [first, second].map((check) => `${check.name}: ${check.detail}`).join('; ');
  return { name: 'webhook', ok: first.ok && second.ok, detail };
}
