import * as z from 'zod';
import type { Check, Manager } from '#adapters/channels/manager.ts';
import type { ManagingNeeds } from '#adapters/channels/needs.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { askSlack, type SlackAnswer } from './api.ts';
import { $SlackCredentials } from './credentials.ts';
import { $SlackSettings } from './settings.ts';

/** Without these, messages, files or names are missing; the manifest in docs/channels/slack.md asks for them. */
const scopes = ['chat:write', 'im:history', 'im:write', 'files:read', 'files:write', 'reactions:read', 'users:read'];
/** Further ones for channels. */
const channelScopes = ['app_mentions:read', 'channels:history', 'channels:read'];

const $Identity = z.object({ ok: z.literal(true), team: z.string(), team_id: z.string(), user: z.string() });
const $Channel = z.object({ ok: z.literal(true), channel: z.object({ is_member: z.boolean().optional() }) });
const $Refused = z.object({ ok: z.literal(false), error: z.string() });

/**
 * What an administrator can do with an app in a workspace: check its token, its scopes and its channels. Where it sends its
 * webhooks is part of its manifest, which no bot token may read or change: docs/channels/slack.md has one to paste.
 */
export const createSlackManager = (needs: ManagingNeeds): Manager => ({
  credentials: $SlackCredentials,
  settings: $SlackSettings,
  check: async (connection) => {
    const { botToken } = await credentialsOf(needs.secret, connection.id, $SlackCredentials);
    const { channels } = $SlackSettings.parse(connection.settings ?? {});
    const ask = (method: string, fields = {}) =>
      askSlack(needs.fetch, botToken, { method, fields }).catch(() => undefined);
    const identity = await ask('auth.test');
    const checks = [identityCheck(connection, identity), scopesCheck(identity, channels)];
    for (const channel of channels) checks.push(channelCheck(channel, await ask('conversations.info', { channel })));
    return checks;
  },
});

function whyNot(answer: SlackAnswer | undefined): string {
  if (!answer) return 'Slack could not be reached.';
  const code = $Refused.safeParse(answer.body).data?.error ?? 'no error named';
  return ['invalid_auth', 'account_inactive', 'token_revoked', 'token_expired', 'not_authed'].includes(code)
    ? `Slack does not accept the bot token (${code}). Install the app again and copy the token.`
    : `Slack refuses (${code}).`;
}

function identityCheck({ accountId }: Connection, answer: SlackAnswer | undefined): Check {
  const name = 'App';
  const { success, data } = $Identity.safeParse(answer?.body);
  if (!success) return { name, ok: false, detail: whyNot(answer) };
  if (data.team_id !== accountId)
    return {
      name,
      ok: false,
      detail: `The token is of workspace ${data.team_id}; the connection's account id is another one.`,
    };
  return { name, ok: true, detail: `The token works for @${data.user} in ${data.team}.` };
}

function scopesCheck(answer: SlackAnswer | undefined, channels: readonly string[]): Check {
  const name = 'Scopes';
  const given = answer?.headers.get('x-oauth-scopes')?.split(/,\s*/);
  if (!given) return { name, ok: false, detail: 'Slack did not tell what the app may do.' };
  const needed = channels.length === 0 ? scopes : [...scopes, ...channelScopes];
  const missing = needed.filter((scope) => !given.includes(scope));
  return missing.length === 0
    ? { name, ok: true, detail: 'The app may do all it needs.' }
    : { name, ok: false, detail: `The app lacks ${missing.join(', ')}; add them and install the app again.` };
}

function channelCheck(channel: string, answer: SlackAnswer | undefined): Check {
  const name = `Channel ${channel}`;
  const { success, data } = $Channel.safeParse(answer?.body);
  if (!success) return { name, ok: false, detail: whyNot(answer) };
  return data.channel.is_member
    ? { name, ok: true, detail: 'The app is in the channel.' }
    : { name, ok: false, detail: 'The app is not in the channel: write /invite and its name there.' };
}
