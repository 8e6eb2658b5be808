import type { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';

export type Upload = {
  readonly key: string;
  readonly contentType: string;
  /** Exactly so many; S3 refuses any other size. */
  readonly bytes: number;
  readonly seconds: number;
};

/** A form that somebody may post one file with, once to this key and for a while. */
export type UploadForm = { readonly url: string; readonly fields: Readonly<Record<string, string>> };

/** Lets browsers put files into the bucket without passing through a function. */
export const presignedUploads =
  (client: S3Client, bucket: string) =>
  ({ key, contentType, bytes, seconds }: Upload): Promise<UploadForm> =>
    createPresignedPost(client, {
      Bucket: bucket,
      Key: key,
      Fields: { 'Content-Type': contentType },
      Conditions: [['content-length-range', bytes, bytes]],
      Expires: seconds,
    });
