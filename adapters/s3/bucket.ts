import { S3Client } from '@aws-sdk/client-s3';
import { createFileStore, readObject } from './file-store.ts';
import { linksTo } from './link-to.ts';
import { presignedUploads } from './presigned-upload.ts';
import { uploadsTo } from './upload-to.ts';

/** All that functions do with the bucket of files. */
export const openBucket = (bucket: string) => {
  const client = new S3Client({});
  return {
    files: createFileStore(client, bucket),
    linkTo: linksTo(client, bucket),
    uploadTo: uploadsTo(client, bucket),
    uploadForm: presignedUploads(client, bucket),
    read: (place: { readonly bucket: string; readonly key: string }) => readObject(client, place),
  };
};

export type Bucket = ReturnType<typeof openBucket>;
