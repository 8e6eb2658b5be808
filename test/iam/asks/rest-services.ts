import * as z from 'zod';
import { account, region } from '../deployed/resolver.ts';
import type { AwsRequest, Needed, Reader } from './ask.ts';

const arn = (service: string, rest: string): string => `arn:aws:${service}:${region}:${account}:${rest}`;

const objects: Readonly<Record<string, string>> = {
  GET: 's3:GetObject',
  HEAD: 's3:GetObject',
  PUT: 's3:PutObject',
  DELETE: 's3:DeleteObject',
};

const unknown = ({ method, url }: AwsRequest): Error =>
  new Error(`a request that is not understood: ${method} ${url.pathname}`);

/** Bucket and key are both in the path; https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html tells of the 404. */
export const s3: Reader = (request) => {
  const { method, url, status, inAws } = request;
  const [bucket = '', ...rest] = decodeURIComponent(url.pathname).slice(1).split('/');
  const bucketArn = `arn:aws:s3:::${inAws(bucket, /BUCKET/)}`;
  const key = rest.join('/');
  const list: Needed = { action: 's3:ListBucket', resource: bucketArn };
  if (key === '' && method === 'GET')
    return [{ ...list, call: 'ListObjectsV2', context: { 's3:prefix': [url.searchParams.get('prefix') ?? ''] } }];
  const action = objects[method];
  if (!action || key === '') throw unknown(request);
  const call = action.slice('s3:'.length);
  const isMissing = call === 'GetObject' && status === 404;
  return [
    { action, resource: `${bucketArn}/${key}`, call },
    ...(isMissing ? [{ ...list, call: 'GetObject of what is not there' }] : []),
  ];
};

const socketCalls: Readonly<Record<string, string>> = {
  POST: 'PostToConnection',
  GET: 'GetConnection',
  DELETE: 'DeleteConnection',
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html. */
export const executeApi: Reader = (request) => {
  const { method, url, inAws } = request;
  const [base = '', id] = decodeURIComponent(url.href).split('/@connections/');
  const call = socketCalls[method];
  if (!id || !call) throw unknown(request);
  const [, api, stage] = /^https:\/\/(\w+)[^/]*\/(\w+)$/.exec(inAws(base, /SOCKETS_URL/)) ?? [];
  const resource = arn('execute-api', `${api}/${stage}/${method}/@connections/${id}`);
  return [{ action: 'execute-api:ManageConnections', resource, call }];
};

const $Media = z.object({
  originationPhoneNumberId: z.string(),
  destinationS3File: z.object({ bucketName: z.string(), key: z.string() }).optional(),
});

const about = (action: string, resource: string): Needed => ({
  action: `social-messaging:${action}`,
  resource: arn('social-messaging', resource),
  call: action,
});

/** Ids of numbers and accounts are given as such or as ARN. */
const lastPart = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

const idIn = ({ url }: AwsRequest): string => lastPart(url.searchParams.get('id') ?? '');

/** Puts the file into the bucket with the rights of whoever asks for it; https://docs.aws.amazon.com/social-messaging/latest/APIReference/API_GetWhatsAppMessageMedia.html. */
function whatsAppMedia({ body, inAws }: AwsRequest): readonly Needed[] {
  const { originationPhoneNumberId: id, destinationS3File: file } = $Media.parse(JSON.parse(body));
  const call = 'GetWhatsAppMessageMedia';
  const put = file && {
    action: 's3:PutObject',
    resource: `arn:aws:s3:::${inAws(file.bucketName, /BUCKET/)}/${file.key}`,
    call,
  };
  return [about(call, `phone-number-id/${lastPart(id)}`), ...(put ? [put] : [])];
}

const socialMessagingReaders: Readonly<Record<string, Reader>> = {
  'POST /v1/whatsapp/send': ({ body }) => {
    const { originationPhoneNumberId } = $Media.parse(JSON.parse(body));
    return [about('SendWhatsAppMessage', `phone-number-id/${lastPart(originationPhoneNumberId)}`)];
  },
  'POST /v1/whatsapp/media/get': whatsAppMedia,
  'GET /v1/whatsapp/waba/phone/details': (request) => [
    about('GetLinkedWhatsAppBusinessAccountPhoneNumber', `phone-number-id/${idIn(request)}`),
  ],
  'GET /v1/whatsapp/waba/details': (request) => [about('GetLinkedWhatsAppBusinessAccount', `waba/${idIn(request)}`)],
};

export const socialMessaging: Reader = (request) => {
  const reader = socialMessagingReaders[`${request.method} ${request.url.pathname}`];
  if (!reader) throw unknown(request);
  return reader(request);
};
