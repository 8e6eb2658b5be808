import * as z from 'zod';
import type { Check, Manager } from '#adapters/channels/manager.ts';
import type { GraphAccess } from '#adapters/channels/meta/graph.ts';
import {
  type Account,
  both,
  checkAccountSubscription,
  subscribeAccount,
} from '#adapters/channels/meta-messaging/account-subscription.ts';
import { checkAppSubscription, subscribeApp } from '#adapters/channels/meta-messaging/app-subscription.ts';
import { asked, credentialsIfGood } from '#adapters/channels/meta-messaging/checks.ts';
import type { ManagingNeeds } from '#adapters/channels/needs.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { instagramAccess, loginOf } from './access.ts';
import { $InstagramCredentials, type InstagramCredentials } from './credentials.ts';
import { $InstagramSettings } from './settings.ts';

/** https://developers.facebook.com/docs/instagram-platform/webhooks, read 2026-11-22. */
const ofBothLogins = [
  'messages',
  'messaging_postbacks',
  'messaging_seen',
  'message_reactions',
  'messaging_referral',
  'comments',
  'live_comments',
];
/** Of the app's webhook about Instagram, when accounts are connected through their pages. */
const ofFacebookLogin = [...ofBothLogins, 'messaging_handover', 'standby', 'mentions'];

/** With Facebook's login it is enough that the page hands anything to the app; the rest is the app's own webhook. */
const accountOf = (connection: Connection, credentials: InstagramCredentials): Account => ({
  access: instagramAccess(connection, credentials),
  appId: credentials.appId,
  fields: loginOf(connection) === 'instagram' ? ofBothLogins : ['messages'],
});

/** Checks the account's token and webhooks, and registers those as far as Meta has an API for it. */
export const createInstagramManager = (needs: ManagingNeeds): Manager => ({
  credentials: $InstagramCredentials,
  settings: $InstagramSettings,
  check: async (connection) => {
    const found = await credentialsIfGood(needs, connection.id, $InstagramCredentials);
    if ('check' in found) return [found.check];
    const account = accountOf(connection, found.credentials);
    const url = `${needs.publicUrl}/webhooks/instagram/${connection.id}`;
    const checks = [checkAccount(needs, account.access, connection), checkAccountSubscription(needs, account)];
    const ofApp = [checkAppSubscription(needs, found.credentials, { object: 'instagram', url })];
    return Promise.all([...checks, ...(loginOf(connection) === 'facebook' ? ofApp : [])]);
  },
  register: async (connection, url) => {
    const found = await credentialsIfGood(needs, connection.id, $InstagramCredentials);
    if ('check' in found) return found.check;
    const { credentials } = found;
    const app =
      loginOf(connection) === 'facebook'
        ? await subscribeApp(needs, credentials, { object: 'instagram', url, fields: ofFacebookLogin })
        : byHand(url);
    return both(app, await subscribeAccount(needs, accountOf(connection, credentials)));
  },
});

/** The Instagram app's address can be entered in the dashboard only. */
const byHand = (url: string): Check => ({
  name: 'webhook address',
  ok: true,
  detail: `if not done yet, enter ${url} in the App dashboard under Instagram > API setup with Instagram login > Configure webhooks`,
});

const $Me = z.object({
  user_id: z.union([z.string(), z.number()]).transform(String).optional(),
  username: z.string().optional(),
  name: z.string().optional(),
  instagram_business_account: z.object({ id: z.string() }).optional(),
});

const meFields = { facebook: 'id,name,instagram_business_account', instagram: 'user_id,username' } as const;

/** Is the token that of the connection's own account, or of the page that the account is linked to? */
async function checkAccount(needs: ManagingNeeds, access: GraphAccess, connection: Connection): Promise<Check> {
  const name = 'access token';
  const answer = await asked(needs, access, { path: 'me', query: { fields: meFields[loginOf(connection)] } });
  if (!answer.ok) return { name, ok: false, detail: answer.problem };
  const me = $Me.safeParse(answer.body).data ?? {};
  const id = me.instagram_business_account?.id ?? me.user_id;
  const whose = me.username ?? me.name ?? 'an account without a name';
  if (id === undefined) return { name, ok: false, detail: `${whose} has no Instagram account linked` };
  const ok = id === connection.accountId;
  return {
    name,
    ok,
    detail: ok ? `account of ${whose}` : `the token is for account ${id}, not ${connection.accountId ?? 'none'}`,
  };
}
