import { GetObjectCommand, type GetObjectCommandInput } from '@aws-sdk/client-s3';
import * as posts from '@aws-sdk/s3-presigned-post';
import * as links from '@aws-sdk/s3-request-presigner';
import { atWork, writeLine } from './writer.ts';

/** Stands before the presigners of the SDK: whoever uses what they sign has the rights of the function that signed. */
export const getSignedUrl: typeof links.getSignedUrl = (client, command, options) => {
  const by = atWork.getStore();
  const { input }: { readonly input: unknown } = command;
  if (command.constructor !== GetObjectCommand) throw new Error('a link was signed that is no GetObject: record it');
  const { Bucket: bucket = '', Key: key = '' } = input as GetObjectCommandInput;
  if (by) writeLine({ kind: 'signed', by, operation: 'GetObject', bucket, key });
  return links.getSignedUrl(client, command, options);
};

export const createPresignedPost: typeof posts.createPresignedPost = (client, options) => {
  const by = atWork.getStore();
  if (by) writeLine({ kind: 'signed', by, operation: 'PutObject', bucket: options.Bucket, key: options.Key });
  return posts.createPresignedPost(client, options);
};
