import type { Failure, FailureClass } from '#domain/channels/delivery.ts';

type Meaning = { readonly class: FailureClass; readonly reason: string };

const askAdmin = 'Ask an administrator';

const nobody: Meaning = {
  class: 'INVALID_RECIPIENT',
  reason: 'Slack does not know this person or channel any more. Use another channel.',
};
const credentials: Meaning = {
  class: 'AUTH',
  reason: `Slack did not accept our app's token. ${askAdmin} to install the app again and renew the Slack connection.`,
};
const restricted: Meaning = {
  class: 'PERMISSION',
  reason: `Our app may not write there. ${askAdmin} of the workspace to allow it, or use another channel.`,
};
const missingScope: Meaning = {
  class: 'PERMISSION',
  reason: `Our app lacks a permission (scope). ${askAdmin} to install it again as described for the Slack connection.`,
};
const tooLong: Meaning = {
  class: 'CONTENT_REJECTED',
  reason: 'The text is too long for Slack. Shorten it or send it in parts.',
};
const busy: Meaning = {
  class: 'RATE_LIMITED',
  reason: 'Slack takes no more messages just now. It is tried again; nothing to do.',
};
const badFile: Meaning = {
  class: 'MEDIA_INVALID',
  reason:
    'Slack did not take the file: empty, too large, or of a kind that the workspace does not allow. Send another one.',
};

/** https://docs.slack.dev/reference/methods/chat.postMessage#errors and of the methods for files, read 2026-11-22. */
const meanings: Readonly<Record<string, Meaning>> = {
  channel_not_found: nobody,
  user_not_found: nobody,
  users_not_found: nobody,
  user_not_visible: nobody,
  user_disabled: {
    class: 'INVALID_RECIPIENT',
    reason: 'The customer’s Slack account was closed. Use another channel.',
  },
  cannot_dm_bot: {
    class: 'INVALID_RECIPIENT',
    reason: 'This is a program, not a person; it takes no direct messages.',
  },
  messages_tab_disabled: {
    class: 'PERMISSION',
    reason: `Direct messages to our app are switched off. ${askAdmin} to switch on its Messages tab at Slack.`,
  },
  not_in_channel: {
    class: 'PERMISSION',
    reason:
      'Our app is not in this channel. Ask somebody there to write /invite and the name of the app, then send again.',
  },
  is_archived: { class: 'PERMISSION', reason: 'The channel is archived. Use another channel.' },
  thread_not_found: { class: 'PERMISSION', reason: 'The thread is gone. Use another channel.' },
  restricted_action: restricted,
  restricted_action_read_only_channel: restricted,
  restricted_action_thread_only_channel: restricted,
  restricted_action_thread_locked: { class: 'PERMISSION', reason: 'The thread is locked. Use another channel.' },
  restricted_action_non_threadable_channel: restricted,
  access_denied: restricted,
  team_access_not_granted: restricted,
  ekm_access_denied: restricted,
  not_allowed_token_type: missingScope,
  missing_scope: missingScope,
  no_permission: missingScope,
  file_uploads_disabled: {
    class: 'PERMISSION',
    reason: 'The workspace does not allow files. Send the text without them.',
  },
  file_uploads_except_images_disabled: {
    class: 'PERMISSION',
    reason: 'The workspace allows pictures only. Send the text without the other files.',
  },
  msg_too_long: tooLong,
  msg_blocks_too_long: tooLong,
  no_text: { class: 'CONTENT_REJECTED', reason: 'The message is empty. Write something and send it again.' },
  invalid_blocks: { class: 'CONTENT_REJECTED', reason: 'Slack could not read the message. Word it differently.' },
  ratelimited: busy,
  rate_limited: busy,
  message_limit_exceeded: {
    class: 'BILLING',
    reason: `The workspace has used up its messages. ${askAdmin} of the workspace about its plan.`,
  },
  slack_connect_file_upload_sharing_blocked: restricted,
  slack_connect_blocked_file_type: badFile,
  file_upload_size_restricted: badFile,
  blocked_file_type: badFile,
  file_not_found: badFile,
  posting_to_channel_denied: restricted,
  invalid_auth: credentials,
  not_authed: credentials,
  account_inactive: credentials,
  token_revoked: credentials,
  token_expired: credentials,
  org_login_required: credentials,
};

const refused: Meaning = {
  class: 'CONTENT_REJECTED',
  reason: 'Slack did not take the message. Word it differently, or use another channel; the code says more.',
};

/** What Slack's `error` means for the agent who wrote the message. */
export const slackFailure = (code: string): Failure => ({ ...(meanings[code] ?? refused), code });

/** Slack failed within itself: the message may have been posted. */
export const isUnclear = (code: string): boolean =>
  ['fatal_error', 'internal_error', 'service_unavailable', 'request_timeout'].includes(code);

/** A file that we were to send and have no more. */
export const fileIsGone: Failure = {
  class: 'MEDIA_INVALID',
  reason: 'The attached file is not stored here any more. Attach it again and send.',
};

/** The connection was removed after the message was written. */
export const noConnection: Failure = {
  class: 'PERMISSION',
  reason:
    'This Slack connection does not exist any more. Use another channel, or ask an administrator to set it up again.',
};
