import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

export type LinkTo = (file: {
  readonly key: string;
  readonly fileName: string;
  readonly seconds: number;
}) => Promise<string>;

/** Links to files of one bucket that work without signing in, for a time; always a download, never a page. */
export const linksTo =
  (client: S3Client, bucket: string): LinkTo =>
  ({ key, fileName, seconds }) => {
    const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`;
    const command = new GetObjectCommand({ Bucket: bucket, Key: key, ResponseContentDisposition: disposition });
    return getSignedUrl(client, command, { expiresIn: seconds });
  };
