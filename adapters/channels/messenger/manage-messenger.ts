import * as z from 'zod';
import type { Check, Manager } from '#adapters/channels/manager.ts';
import { accessOf, type GraphAccess } from '#adapters/channels/meta/graph.ts';
import {
  both,
  checkAccountSubscription,
  subscribeAccount,
} from '#adapters/channels/meta-messaging/account-subscription.ts';
import { checkAppSubscription, subscribeApp } from '#adapters/channels/meta-messaging/app-subscription.ts';
import { asked, credentialsIfGood } from '#adapters/channels/meta-messaging/checks.ts';
import type { ManagingNeeds } from '#adapters/channels/needs.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { $MessengerCredentials } from './credentials.ts';

/** https://developers.facebook.com/docs/messenger-platform/webhooks, "Subscribe to Meta webhooks", read 2026-11-22. */
const fields = [
  'messages',
  'messaging_postbacks',
  'messaging_optins',
  'messaging_referrals',
  'messaging_policy_enforcement',
  'messaging_handovers',
  'message_deliveries',
  'message_reads',
  'message_reactions',
  'message_edits',
  'message_echoes',
  'standby',
  'feed',
  'mention',
];

/** Checks the page's token and webhooks, and registers those. */
export const createMessengerManager = (needs: ManagingNeeds): Manager => ({
  credentials: $MessengerCredentials,
  check: async (connection) => {
    const found = await credentialsIfGood(needs, connection.id, $MessengerCredentials);
    if ('check' in found) return [found.check];
    const { credentials } = found;
    const access = accessOf(credentials);
    const url = `${needs.publicUrl}/webhooks/messenger/${connection.id}`;
    return Promise.all([
      checkPage(needs, access, connection),
      checkAccountSubscription(needs, { access, appId: credentials.appId, fields }),
      checkAppSubscription(needs, credentials, { object: 'page', url }),
    ]);
  },
  register: async ({ id }, url) => {
    const found = await credentialsIfGood(needs, id, $MessengerCredentials);
    if ('check' in found) return found.check;
    const { credentials } = found;
    const app = await subscribeApp(needs, credentials, { object: 'page', url, fields });
    const page = await subscribeAccount(needs, { access: accessOf(credentials), appId: credentials.appId, fields });
    return both(app, page);
  },
});

const $Me = z.object({ id: z.string(), name: z.string().default('') });

/** Is the token that of the connection's own page? Another page's would answer for the wrong one. */
async function checkPage(needs: ManagingNeeds, access: GraphAccess, { accountId }: Connection): Promise<Check> {
  const name = 'access token';
  const answer = await asked(needs, access, { path: 'me', query: { fields: 'id,name' } });
  if (!answer.ok) return { name, ok: false, detail: answer.problem };
  const me = $Me.safeParse(answer.body).data;
  if (!me) return { name, ok: false, detail: 'Meta did not say whose token it is' };
  const ok = me.id === accountId;
  return {
    name,
    ok,
    detail: ok ? `page ${me.name}` : `the token is of ${me.name} (${me.id}), not of page ${accountId ?? 'none'}`,
  };
}
