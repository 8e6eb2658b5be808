import * as z from 'zod';
import type { SendOutcome } from '#domain/channels/delivery.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import type { ChannelNeeds } from '../needs.ts';
import { type Answer, failed, limited, sendRequest } from '../shared/send-request.ts';
import { signedPost, xApi } from './api.ts';
import type { XCredentials } from './credentials.ts';
import { refusalOutcome } from './errors.ts';

/** Images in one request; films would have to be sent in chunks and waited for. https://docs.x.com/x-api/media/upload-media, read 2026-11-22. */
const types = ['image/jpeg', 'image/png', 'image/webp'];

const $Uploaded = z.object({ data: z.object({ id: z.string().min(1) }) });

type Upload = { readonly attachment: Attachment; readonly sent: 'direct' | 'post' };

const mediaInvalid = (reason: string): SendOutcome => failed({ class: 'MEDIA_INVALID', reason });

/** Hands a picture to X, which keeps it for a day; the id of it, or why the message cannot be sent. */
export async function uploadPicture(
  needs: ChannelNeeds,
  credentials: XCredentials,
  { attachment, sent }: Upload,
): Promise<{ readonly mediaId: string } | SendOutcome> {
  if (!types.includes(attachment.contentType))
    return mediaInvalid('Parley sends JPEG, PNG and WebP pictures at X, and no other files. Send a link instead.');
  const file = await needs.files.get(attachment.key);
  if (!file) return mediaInvalid('The picture is not stored any more. Attach it again.');
  const url = `${xApi}/media/upload`;
  const body = {
    media: Buffer.from(file).toString('base64'),
    media_category: sent === 'direct' ? 'dm_image' : 'tweet_image',
    media_type: attachment.contentType,
  };
  let mediaId: string | undefined;
  const outcome = await sendRequest(needs.fetch, {
    url,
    request: signedPost(needs, credentials, { url, body }),
    provider: 'X',
    // Nobody sees an upload, so it may be repeated.
    isIdempotent: true,
    outcomeOf: (answer) => {
      mediaId = answer.ok ? $Uploaded.safeParse(answer.body).data?.data.id : undefined;
      return refusedUpload(answer, refusalOutcome(answer, sent, needs.now));
    },
  });
  return mediaId === undefined ? outcome : { mediaId };
}

const laterSeconds = 30;

/** What is left open is tried again; a 403 is about our app, not about the person. */
function refusedUpload({ status }: Answer, outcome: SendOutcome): SendOutcome {
  if (outcome.status === 'ambiguous' || status < 300)
    return limited(
      {
        class: 'TRANSIENT',
        code: String(status),
        reason: 'X did not take the picture. It is tried again; nothing to do.',
      },
      laterSeconds,
    );
  if (outcome.status !== 'failed' || outcome.failure.class !== 'BLOCKED_BY_USER') return outcome;
  return failed({
    ...outcome.failure,
    class: 'PERMISSION',
    reason: 'X does not let our app send pictures. Ask an administrator to check the app’s permissions.',
  });
}
