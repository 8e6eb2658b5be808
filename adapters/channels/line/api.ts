/** Addresses without a version beyond `/v2`; https://developers.line.biz/en/reference/messaging-api/, read 2026-11-22. */
export const lineApi = 'https://api.line.me/v2/bot';

/** What customers attached is kept at another host. */
export const lineDataHost = 'api-data.line.me';

export const contentUrl = (messageId: string): string =>
  `https://${lineDataHost}/v2/bot/message/${encodeURIComponent(messageId)}/content`;
