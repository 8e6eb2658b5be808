import type * as z from 'zod';
import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import type { InboundItem, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { AccountNotice } from '#domain/channels/message-update.ts';
import { connectionOf, mustBeOfAccount } from '../shared/connection.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { jsonBodyOf } from '../shared/json-body.ts';
import { type Context, dropped } from './context.ts';
import { $SlackCredentials } from './credentials.ts';
import { $Callback, $MessageEvent, $ReactionEvent, $RevokedEvent, type SlackCallback } from './payload.ts';
import { peopleOf } from './people.ts';
import { readDeleted, readEdited, readReaction } from './read-changes.ts';
import { readForm } from './read-form.ts';
import { readMessage, type Self } from './read-message.ts';
import { $SlackSettings } from './settings.ts';

/** Reads what Slack sends: events, buttons and slash commands of one workspace. */
export function createSlackReader(needs: ReadingNeeds): ReadEnvelope {
  const lookUp = peopleOf(needs.fetch);
  return async (envelope) => {
    const connection = await connectionOf(needs.connections, envelope, 'slack');
    const settings = $SlackSettings.parse(connection.settings ?? {});
    const credentials = () => credentialsOf(needs.secret, connection.id, $SlackCredentials);
    const context = { ...needs, lookUp, envelope, connection, settings, credentials };
    if (envelope.contentType.startsWith('application/x-www-form-urlencoded')) return readForm(context);
    const callback = jsonBodyOf(envelope, $Callback);
    mustBeOfAccount(connection, workspaceOf(callback, connection.accountId), 'team_id');
    return [await readCallback(context, callback)];
  };
}

/**
 * In channels shared between workspaces, `team_id` can be that of the other one; `authorizations` then names the one that
 * installed the app. https://docs.slack.dev/apis/slack-connect, read 2026-11-22.
 */
function workspaceOf(
  { team_id, context_team_id, authorizations }: SlackCallback,
  accountId: string | undefined,
): string {
  const teams = [team_id, context_team_id, ...(authorizations ?? []).map((given) => given.team_id)];
  return teams.find((team) => team === accountId) ?? team_id ?? '';
}

async function readCallback(context: Context, callback: SlackCallback): Promise<InboundItem> {
  if (callback.type === 'app_rate_limited') return notice(context, callback, rateLimited);
  if (callback.type !== 'event_callback' || !callback.event)
    return {
      kind: 'unreadable',
      reason: `unknown event kind ${callback.type.slice(0, 40)}`,
      body: context.envelope.body,
    };
  return readEvent(context, callback, callback.event);
}

type Event = NonNullable<SlackCallback['event']>;

async function readEvent(context: Context, callback: SlackCallback, event: Event): Promise<InboundItem> {
  const self: Self = {
    appId: callback.api_app_id,
    userId: callback.authorizations?.find(({ is_bot }) => is_bot)?.user_id ?? undefined,
  };
  const as = <Shape>(schema: z.ZodType<Shape>): Shape =>
    jsonBodyOf({ ...context.envelope, body: JSON.stringify(event), encoding: 'utf8' }, schema);
  switch (event.type) {
    case 'message':
    case 'app_mention': {
      const message = as($MessageEvent);
      if (message.subtype === 'message_changed') return readEdited(context, message, self);
      if (message.subtype === 'message_deleted') return readDeleted(context, message, self);
      return readMessage(context, message, self);
    }
    case 'reaction_added':
    case 'reaction_removed':
      return readReaction(context, as($ReactionEvent), self);
    case 'app_uninstalled':
      return notice(context, callback, uninstalled);
    case 'tokens_revoked':
      return as($RevokedEvent).tokens.bot?.length ? notice(context, callback, revoked) : dropped('user-tokens-revoked');
    default:
      return readOther(context, event.type);
  }
}

/** Events about the workspace, its people and channels, in which nobody writes to us. */
const silent =
  /^(app_home_opened|assistant_thread_\w+|app_context_\w+|channel_\w+|dnd_\w+|email_domain_changed|emoji_changed|file_\w+|group_\w+|im_\w+|link_shared|member_\w+|pin_\w+|star_\w+|subteam_\w+|team_\w+|user_\w+|shared_channel_\w+)$/;

const readOther = ({ envelope }: Context, type: string): InboundItem =>
  silent.test(type)
    ? dropped(type.replaceAll('_', '-'))
    : { kind: 'unreadable', reason: `unknown event kind ${type.slice(0, 40)}`, body: envelope.body };

type News = Pick<AccountNotice, 'what' | 'detail' | 'severity'>;

const uninstalled: News = {
  what: 'app-uninstalled',
  detail:
    'The app was removed from the workspace: nothing arrives and nothing can be sent until it is installed again.',
  severity: 'broken',
};
const revoked: News = {
  what: 'tokens-revoked',
  detail: 'The bot token was revoked: install the app again and put the new token into the connection’s parameter.',
  severity: 'broken',
};
const rateLimited: News = {
  what: 'rate-limited',
  detail:
    'Slack held back events: the workspace caused more than 30,000 within an hour. Messages of that time may be missing.',
  severity: 'warning',
};

function notice(
  { connection, envelope }: Context,
  { event_time, minute_rate_limited }: SlackCallback,
  news: News,
): InboundItem {
  const seconds = event_time ?? minute_rate_limited;
  const at = seconds === undefined ? envelope.receivedAt : new Date(seconds * 1000).toISOString();
  return { kind: 'notice', notice: { connectionId: connection.id, at, ...news } };
}
