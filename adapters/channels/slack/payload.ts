import * as z from 'zod';

/** What we read of https://docs.slack.dev/apis/events-api and /interactivity, read 2026-11-22. Anything else may come along. */

const text = z.string();

const $SlackFile = z.looseObject({
  id: text,
  name: text.nullish(),
  mimetype: text.optional(),
  size: z.number().optional(),
  /** Absent for files kept elsewhere, deleted ones, and some of other workspaces. */
  url_private_download: text.optional(),
});
export type SlackFile = z.infer<typeof $SlackFile>;

const $Written = z.looseObject({
  user: text.optional(),
  text: text.nullish(),
  ts: text.optional(),
  subtype: text.optional(),
  bot_id: text.nullish(),
  app_id: text.optional(),
});

export const $MessageEvent = $Written.extend({
  type: z.enum(['message', 'app_mention']),
  channel: text.min(1),
  channel_type: text.optional(),
  ts: text.min(1),
  thread_ts: text.optional(),
  /** The workspace of who wrote, which is another one in channels shared between companies. */
  team: text.optional(),
  user_team: text.optional(),
  files: z.array($SlackFile).optional(),
  message: $Written.optional(),
  previous_message: $Written.optional(),
  deleted_ts: text.optional(),
  event_ts: text.optional(),
});
export type SlackMessage = z.infer<typeof $MessageEvent>;

export const $ReactionEvent = z.looseObject({
  type: z.enum(['reaction_added', 'reaction_removed']),
  user: text,
  reaction: text,
  item: z.looseObject({ type: text, channel: text.optional(), ts: text.optional() }),
  event_ts: text,
});
export type SlackReaction = z.infer<typeof $ReactionEvent>;

export const $RevokedEvent = z.looseObject({ tokens: z.looseObject({ bot: z.array(text).nullish() }) });

const $Authorization = z.looseObject({
  team_id: text.nullish(),
  user_id: text.nullish(),
  is_bot: z.boolean().nullish(),
});

/** The wrapper around every event. */
export const $Callback = z.looseObject({
  type: text,
  team_id: text.nullish(),
  context_team_id: text.nullish(),
  api_app_id: text.optional(),
  event_id: text.optional(),
  /** Seconds. */
  event_time: z.number().optional(),
  minute_rate_limited: z.number().optional(),
  authorizations: z.array($Authorization).nullish(),
  event: z.looseObject({ type: text }).optional(),
});
export type SlackCallback = z.infer<typeof $Callback>;

const $Label = z.looseObject({ text });
const $Option = z.looseObject({ text: $Label.optional(), value: text.optional() });

export const $Interaction = z.looseObject({
  type: text,
  team: z.looseObject({ id: text }).nullish(),
  user: z.looseObject({ id: text, name: text.optional(), username: text.optional(), team_id: text.optional() }),
  channel: z.looseObject({ id: text }).nullish(),
  message: z.looseObject({ ts: text, thread_ts: text.optional() }).optional(),
  container: z
    .looseObject({ message_ts: text.optional(), channel_id: text.optional(), thread_ts: text.optional() })
    .optional(),
  callback_id: text.optional(),
  action_ts: text.optional(),
  trigger_id: text.optional(),
  actions: z
    .array(
      z.looseObject({
        action_id: text,
        action_ts: text.optional(),
        type: text,
        text: $Label.optional(),
        value: text.optional(),
        selected_option: $Option.nullish(),
      }),
    )
    .optional(),
});
export type SlackInteraction = z.infer<typeof $Interaction>;

export const $Command = z.looseObject({
  command: text.startsWith('/'),
  text: text.default(''),
  team_id: text,
  user_id: text,
  user_name: text.optional(),
  channel_id: text,
  trigger_id: text.min(1),
});
export type SlackCommand = z.infer<typeof $Command>;
