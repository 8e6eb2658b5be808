import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import { credentialsOf } from '#adapters/channels/shared/credentials.ts';
import { copyMedia } from '#adapters/channels/shared/media.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { $TwilioCredentials, basicAuth } from './credentials.ts';
import type { WebhookFields } from './webhook-fields.ts';

/**
 * The API, the CDN that it redirects to, and Twilio's folder at S3, where unprotected media used to lie.
 * https://www.twilio.com/docs/messaging/api/media-resource, read 2026-11-21.
 */
const hosts = ['api.twilio.com', '.twiliocdn.com', 's3-external-1.amazonaws.com/media.twiliocdn.com/'];

type Needs = Pick<ChannelNeeds, 'secret' | 'fetch' | 'files'>;

export type MediaOf = {
  readonly connectionId: string;
  readonly fields: Pick<WebhookFields, 'MessageSid' | 'media'>;
  /** MMS carries 5 MB in all, WhatsApp and RCS 16 MB; https://www.twilio.com/docs/messaging/guides/accepted-mime-types. */
  readonly maxBytes: number;
};

/** Copies the media of one message into our files, one after the other to hold one in memory. */
export async function copyTwilioMedia(
  needs: Needs,
  { connectionId, fields, maxBytes }: MediaOf,
): Promise<Attachment[]> {
  if (fields.media.length === 0) return [];
  const credentials = await credentialsOf(needs.secret, connectionId, $TwilioCredentials);
  const headers = { authorization: basicAuth(credentials) };
  const attachments: Attachment[] = [];
  for (const [index, { url }] of fields.media.entries()) {
    const place = { connectionId, messageId: fields.MessageSid, index };
    attachments.push(await copyMedia(needs, { url, hosts, headers, maxBytes }, place));
  }
  return attachments;
}
