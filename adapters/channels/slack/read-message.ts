import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import { type Context, dropped, isOurs, slackSender } from './context.ts';
import { copyFiles } from './copy-files.ts';
import { plainText } from './mrkdwn.ts';
import type { SlackMessage } from './payload.ts';
import { isDirect, slackId, timeOf } from './place.ts';

/** The app itself, as an event names it. */
export type Self = { readonly appId: string | undefined; readonly userId: string | undefined };

type Writing = Pick<SlackMessage, 'user' | 'bot_id' | 'app_id' | 'subtype'>;

/** Why nobody but a program wrote it; undefined when a person did. */
export function programOf({ user, bot_id, app_id, subtype }: Writing, self: Self): 'echo' | 'bot' | undefined {
  if (app_id !== undefined && app_id === self.appId) return 'echo';
  if (user !== undefined && user === self.userId) return 'echo';
  return bot_id || subtype === 'bot_message' || user === 'USLACKBOT' ? 'bot' : undefined;
}

/** What Slack writes by itself into a channel, https://docs.slack.dev/reference/events/message, read 2026-11-22. */
const systemSubtypes =
  `assistant_app_thread bot_add bot_disable bot_enable bot_remove channel_archive channel_canvas_updated channel_convert_to_private
  channel_convert_to_public channel_join channel_leave channel_name channel_posting_permissions channel_purpose channel_topic
  channel_unarchive document_comment_root document_mention ekm_access_denied group_archive group_join group_leave
  group_name group_purpose group_topic group_unarchive huddle_thread joiner_notification list_record_comment message_replied pinned_item
  reminder_add reply_broadcast sh_room_created tombstone unpinned_item`.split(/\s+/);

const writtenSubtypes = ['file_share', 'thread_broadcast', 'me_message'];

function ruleAgainst(event: SlackMessage, self: Self, context: Context): string | undefined {
  const { subtype, channel, user, type } = event;
  const program = programOf(event, self);
  if (program) return program;
  if (subtype !== undefined && systemSubtypes.includes(subtype)) return subtype.replaceAll('_', '-');
  if (user === undefined) return 'nobody';
  if (type !== 'app_mention' && !isOurs(channel, context)) return 'other-channel';
  const team = event.user_team ?? event.team ?? context.connection.accountId;
  const isColleague = context.settings.customers === 'other-workspaces' && team === context.connection.accountId;
  return isColleague ? 'colleague' : undefined;
}

/** A direct message, a message in one of our channels, or a mention of the app. The latter two can be one: they have one id. */
export async function readMessage(context: Context, event: SlackMessage, self: Self): Promise<InboundItem> {
  const { connection, envelope } = context;
  const rule = ruleAgainst(event, self, context);
  if (rule !== undefined || event.user === undefined) return dropped(rule ?? 'nobody');
  const providerId = slackId(event);
  const { botToken } = await context.credentials();
  const place = { connectionId: connection.id, messageId: providerId };
  const ourName = new Map(self.userId === undefined ? [] : [[self.userId, connection.address.replace(/^@/, '')]]);
  return {
    kind: 'message',
    message: {
      channel: connection.channel,
      connectionId: connection.id,
      providerId,
      sender: await slackSender(context, { userId: event.user, team: event.user_team ?? event.team }),
      sentAt: timeOf(event.ts) ?? envelope.receivedAt,
      text: plainText(event.text ?? '', ourName),
      attachments: await copyFiles({ ...context, botToken }, event.files ?? [], place),
      ...unsupported(event),
      ...whereabouts(event),
    },
  };
}

const unsupported = ({ subtype }: SlackMessage) =>
  subtype === undefined || writtenSubtypes.includes(subtype)
    ? {}
    : { parts: [{ kind: 'unsupported' as const, type: subtype }] };

/** Direct messages are one conversation unless a thread was opened; in a channel, every message begins a thread. */
export function whereabouts({ channel, ts, thread_ts }: Pick<SlackMessage, 'channel' | 'ts' | 'thread_ts'>) {
  if (isDirect(channel)) return thread_ts === undefined ? {} : { thread: slackId({ channel, ts: thread_ts }) };
  return { thread: slackId({ channel, ts: thread_ts ?? ts }), isPublic: true as const };
}
