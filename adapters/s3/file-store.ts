import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { FileStore } from '#domain/channels/inbound-envelope.ts';

/** An object's bytes; undefined when there is none by that key. */
export async function readObject(
  client: S3Client,
  place: { readonly bucket: string; readonly key: string },
): Promise<Uint8Array | undefined> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: place.bucket, Key: place.key }));
    return await Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
}

/** Files of messages in one bucket. */
export const createFileStore = (client: S3Client, bucket: string): FileStore => ({
  async put({ key, contentType, body }) {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, ContentType: contentType, Body: body }));
  },
  get: (key) => readObject(client, { bucket, key }),
  async remove(key) {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  },
});
