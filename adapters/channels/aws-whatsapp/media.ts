import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { GetWhatsAppMessageMediaCommand, type SocialMessagingClient } from '@aws-sdk/client-socialmessaging';
import { copyMedia, keepMedia, type MediaPlace } from '#adapters/channels/shared/media.ts';
import type { FileStore } from '#domain/channels/inbound-envelope.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';

type Needs = {
  readonly client: SocialMessagingClient;
  readonly s3: S3Client;
  readonly bucket: string;
  readonly files: FileStore;
};

type File = { readonly mediaId: string; readonly originationPhoneNumberId: string; readonly place: MediaPlace };

/** Has AWS put a customer's file into our bucket, then keeps it like every other. What is gone becomes a note. */
export async function copyAwsWhatsAppFile(needs: Needs, file: File): Promise<Attachment> {
  const key = await fetched(needs, file);
  const body = key === undefined ? undefined : await needs.files.get(key);
  if (key === undefined || !body) return note(needs, file.place);
  const kept = await keepMedia(needs.files, body, file.place);
  await needs.files.remove(key);
  return kept;
}

/** Meta has it no more, or never had it; all else is worth another try. */
const final = new Set(['InvalidParametersException', 'ResourceNotFoundException', 'ValidationException']);

/** AWS appends a name of its own to the key that it is given, so the folder holds that one file. */
async function fetched({ client, s3, bucket }: Needs, file: File): Promise<string | undefined> {
  const { mediaId, originationPhoneNumberId } = file;
  const folder = `incoming/whatsapp/${mediaId.replace(/[^\w.-]/g, '_')}/`;
  const destinationS3File = { bucketName: bucket, key: folder };
  try {
    await client.send(new GetWhatsAppMessageMediaCommand({ mediaId, originationPhoneNumberId, destinationS3File }));
  } catch (error) {
    if (error instanceof Error && final.has(error.name)) return undefined;
    throw error;
  }
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: folder, MaxKeys: 1 }));
  return Contents?.[0]?.Key;
}

/** The note that `copyMedia` leaves in the place of a file that is gone. */
const note = ({ files }: Needs, place: MediaPlace): Promise<Attachment> =>
  copyMedia({ files, fetch: async () => new Response(null, { status: 404 }) }, gone, place);

const gone = { url: 'https://lookaside.fbsbx.com/', hosts: ['lookaside.fbsbx.com'], maxBytes: 0 };
