import type { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';

export type UploadForm = { readonly url: string; readonly fields: Record<string, string> };

export type UploadTo = (file: {
  readonly key: string;
  readonly contentType: string;
  readonly maxBytes: number;
  readonly seconds: number;
}) => Promise<UploadForm>;

/** Forms with which a browser puts one file into the bucket; the bucket refuses what is larger or of another type. */
export const uploadsTo =
  (client: S3Client, bucket: string): UploadTo =>
  ({ key, contentType, maxBytes, seconds }) =>
    createPresignedPost(client, {
      Bucket: bucket,
      Key: key,
      Conditions: [['content-length-range', 1, maxBytes]],
      Fields: { 'Content-Type': contentType },
      Expires: seconds,
    });
