import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export type PrivateBucketProps = {
  readonly keepsData: boolean;
  /** @default objects stay */
  readonly expiresAfter?: Duration;
  /** Who read what is written here. @default nothing is written down */
  readonly accessLogs?: { readonly bucket: IBucket; readonly prefix: string };
  /** Browsers post files below this prefix, by forms that functions sign; what nobody took expires. @default nobody does */
  readonly uploads?: { readonly prefix: string; readonly expireAfter: Duration };
};

/** A bucket that nobody reads without permission and TLS. Server access logs cost their storage only. */
export function privateBucket(scope: Construct, id: string, props: PrivateBucketProps): IBucket {
  const bucket = new Bucket(scope, id, {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    lifecycleRules: [
      {
        abortIncompleteMultipartUploadAfter: Duration.days(1),
        ...(props.expiresAfter ? { expiration: props.expiresAfter } : {}),
      },
      ...(props.uploads ? [{ prefix: props.uploads.prefix, expiration: props.uploads.expireAfter }] : []),
    ],
    // The form is the permission; which pages are given one is decided by the function.
    ...(props.uploads ? { cors: [{ allowedOrigins: ['*'], allowedMethods: [HttpMethods.POST] }] } : {}),
    ...(props.accessLogs
      ? { serverAccessLogsBucket: props.accessLogs.bucket, serverAccessLogsPrefix: props.accessLogs.prefix }
      : {}),
    removalPolicy: props.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  // The library's own class does not satisfy its interface under exactOptionalPropertyTypes (isWebsite).
  return bucket as IBucket;
}
