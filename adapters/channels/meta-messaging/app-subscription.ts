import * as z from 'zod';
import type { Check } from '#adapters/channels/manager.ts';
import type { GraphAccess } from '#adapters/channels/meta/graph.ts';
import { asked, type Needs } from './checks.ts';
import type { MessagingCredentials } from './credentials.ts';

/** An app speaks for itself with its id and secret; https://developers.facebook.com/docs/facebook-login/guides/access-tokens, "App access tokens". */
const appAccess = ({ appId, appSecrets }: MessagingCredentials): GraphAccess | undefined =>
  appId === undefined ? undefined : { accessToken: `${appId}|${appSecrets[0]}` };

const $Subscriptions = z.object({
  data: z.array(
    z.object({ object: z.string(), callback_url: z.string().default(''), active: z.boolean().default(true) }),
  ),
});

const name = 'webhook address';
const byHand: Check = {
  name,
  ok: false,
  detail: 'not looked at: put appId into the credentials, or compare the address in the App dashboard under Webhooks',
};

/** Does the app send its webhooks about this object here? An app has one address for each object. */
export async function checkAppSubscription(
  needs: Needs,
  credentials: MessagingCredentials,
  wanted: { readonly object: string; readonly url: string },
): Promise<Check> {
  const access = appAccess(credentials);
  if (!access) return byHand;
  const answer = await asked(needs, access, { path: `${credentials.appId}/subscriptions` });
  if (!answer.ok) return { name, ok: false, detail: answer.problem };
  const { data = [] } = $Subscriptions.safeParse(answer.body).data ?? {};
  const found = data.find(({ object }) => object === wanted.object);
  if (!found) return { name, ok: false, detail: `the app has no webhook for ${wanted.object}; register it` };
  const ok = found.active && found.callback_url === wanted.url;
  return {
    name,
    ok,
    detail: ok ? `Meta sends to ${wanted.url}` : `Meta sends to ${found.callback_url}; register it anew`,
  };
}

export type Subscription = { readonly object: string; readonly url: string; readonly fields: readonly string[] };

/** Tells Meta where the app's webhooks about an object go; Meta calls that address before it answers. https://developers.facebook.com/docs/graph-api/webhooks/subscriptions-edge. */
export async function subscribeApp(
  needs: Needs,
  credentials: MessagingCredentials,
  { object, url, fields }: Subscription,
): Promise<Check> {
  const access = appAccess(credentials);
  if (!access)
    return { ...byHand, detail: `enter ${url} in the App dashboard under Webhooks, or put appId into the credentials` };
  const body = {
    object,
    callback_url: url,
    verify_token: credentials.verifyToken,
    fields: fields.join(','),
    include_values: true,
  };
  const answer = await asked(needs, access, { method: 'POST', path: `${credentials.appId}/subscriptions`, body });
  return { name, ok: answer.ok, detail: answer.ok ? `Meta sends to ${url}` : answer.problem };
}
