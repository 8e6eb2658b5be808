import type { Failure, FailureClass } from '#domain/channels/delivery.ts';

type Meaning = { readonly class: FailureClass; readonly reason: string };
type Row = Meaning & { readonly says: RegExp };

const askAdmin = 'Ask an administrator';

/**
 * Telegram's codes are those of HTTP, so its sentences tell more; the first row that fits counts. Their wording is not
 * documented: collected from https://github.com/tdlib/telegram-bot-api and its users, 2026-11-22.
 */
const rows: readonly Row[] = [
  {
    says: /bot was blocked by the user|user is deactivated/i,
    class: 'BLOCKED_BY_USER',
    reason:
      'The customer has blocked our bot or closed the account. Use another channel; only the customer can undo it.',
  },
  {
    says: /bot was kicked|bot is not a member|group chat was deleted|chat is deactivated/i,
    class: 'BLOCKED_BY_USER',
    reason: 'Our bot is no longer in this group. Use another channel, or ask the customer to add the bot again.',
  },
  {
    says: /can't initiate conversation|PEER_ID_INVALID|can't send messages to bots/i,
    class: 'INVALID_RECIPIENT',
    reason: 'The customer has not written to our bot yet, and bots cannot write first. Use another channel.',
  },
  {
    says: /chat not found|user not found/i,
    class: 'INVALID_RECIPIENT',
    reason: 'Telegram does not know this chat any more. Use another channel.',
  },
  {
    says: /BUSINESS_PEER_USAGE_MISSING/i,
    class: 'OUTSIDE_WINDOW',
    reason:
      'Telegram lets us answer here within 24 hours of the customer’s last message. Wait for the customer, or use another channel.',
  },
  {
    says: /BUSINESS_/i,
    class: 'PERMISSION',
    reason: `The Telegram Business account does not let our bot answer. ${askAdmin} to connect it again with the right to reply.`,
  },
  {
    says: /TOPIC_(CLOSED|DELETED)|message thread not found/i,
    class: 'PERMISSION',
    reason: 'The topic in the group is closed or gone. Ask the customer to open it again, or use another channel.',
  },
  {
    says: /not enough rights|have no rights|CHAT_WRITE_FORBIDDEN|CHAT_SEND_|CHAT_RESTRICTED|need administrator rights/i,
    class: 'PERMISSION',
    reason: 'Our bot may not write this in the group. Ask the owner of the group to allow it, or use another channel.',
  },
  {
    says: /VOICE_MESSAGES_FORBIDDEN/i,
    class: 'PERMISSION',
    reason: 'The customer takes no voice messages. Write instead.',
  },
  {
    says: /message is too long|caption is too long|MESSAGE_TOO_LONG|MEDIA_CAPTION_TOO_LONG/i,
    class: 'CONTENT_REJECTED',
    reason: 'The text is too long for Telegram: 4096 characters, 1024 beside a file. Shorten it or send it in parts.',
  },
  {
    says: /message text is empty|text must be non-empty/i,
    class: 'CONTENT_REJECTED',
    reason: 'The message is empty. Write something and send it again.',
  },
  {
    says: /can't parse entities/i,
    class: 'CONTENT_REJECTED',
    reason: 'Telegram could not read the text’s formatting. Leave out special characters and send it again.',
  },
  {
    says: /replied not found|REPLY_MESSAGE_ID_INVALID/i,
    class: 'CONTENT_REJECTED',
    reason: 'The message that this answers is gone. Write to the customer without answering a certain message.',
  },
  {
    says: /too large|too big|PHOTO_|IMAGE_PROCESS_FAILED|file must be non-empty|wrong (type of the web page|file identifier|remote file)/i,
    class: 'MEDIA_INVALID',
    reason:
      'Telegram did not take the file: too large, empty or damaged. Send another one; pictures up to 10 MB, others up to 50 MB.',
  },
];

const credentials: Meaning = {
  class: 'AUTH',
  reason: `Telegram did not accept our bot's token. ${askAdmin} to check the Telegram connection.`,
};

const byCode: Readonly<Record<number, Meaning>> = {
  401: credentials,
  403: { class: 'PERMISSION', reason: 'Telegram does not let our bot write here. Use another channel.' },
  // A wrong token makes an address that Telegram does not have.
  404: credentials,
  409: { class: 'PERMISSION', reason: `Another program uses our bot. ${askAdmin} to check the Telegram connection.` },
  413: {
    class: 'MEDIA_INVALID',
    reason: 'The file is too large for Telegram. Send one of up to 50 MB, pictures up to 10 MB.',
  },
  429: { class: 'RATE_LIMITED', reason: 'Telegram takes no more messages just now. It is tried again; nothing to do.' },
};

const refused: Meaning = {
  class: 'CONTENT_REJECTED',
  reason: 'Telegram did not take the message. Word it differently, or use another channel; the code says more.',
};

/** What a refusal of the Bot API means for the agent who wrote the message. */
export function telegramFailure(code: number, description: string): Failure {
  const said = rows.find(({ says }) => says.test(description));
  const { class: failureClass, reason } = (code === 429 ? byCode[429] : said) ?? byCode[code] ?? refused;
  return { class: failureClass, reason, code: String(code) };
}

/** A file that we were to send and have no more. */
export const fileIsGone: Failure = {
  class: 'MEDIA_INVALID',
  reason: 'The attached file is not stored here any more. Attach it again and send.',
};

/** The connection was removed after the message was written. */
export const noConnection: Failure = {
  class: 'PERMISSION',
  reason:
    'This Telegram connection does not exist any more. Use another channel, or ask an administrator to set it up again.',
};
