import * as z from 'zod';
import { account, region } from '../deployed/resolver.ts';
import type { AwsRequest, Needed, Reader } from './ask.ts';

const arn = (service: string, rest: string): string => `arn:aws:${service}:${region}:${account}:${rest}`;

const read = <Body>({ body }: AwsRequest, schema: z.ZodType<Body>): Body => schema.parse(JSON.parse(body));

/** Sending many asks for what sending one does. */
export const sqs: Reader = (request) => {
  const { QueueUrl } = read(request, z.object({ QueueUrl: z.string() }));
  const name = new URL(request.inAws(QueueUrl)).pathname.split('/').at(-1) ?? '';
  return [{ action: `sqs:${request.operation.replace(/Batch$/, '')}`, resource: arn('sqs', name) }];
};

export const ssm: Reader = (request) => {
  const { Name } = read(request, z.object({ Name: z.string() }));
  return [{ action: `ssm:${request.operation}`, resource: arn('ssm', `parameter${request.inAws(Name)}`) }];
};

export const states: Reader = (request) => {
  const { stateMachineArn } = read(request, z.object({ stateMachineArn: z.string() }));
  return [{ action: `states:${request.operation}`, resource: request.inAws(stateMachineArn) }];
};

/** It knows no resources. */
export const comprehend: Reader = ({ operation }) => [{ action: `comprehend:${operation}`, resource: '*' }];

const $Texting = z.object({
  OriginationIdentity: z.string().optional(),
  ConfigurationSetName: z.string().optional(),
  ConfigurationSetNames: z.array(z.string()).optional(),
  MediaUrls: z.array(z.string()).optional(),
});

/** Numbers have ids of their own, by which policies name them. */
function originArn(identity: string): string {
  if (identity.startsWith('arn:')) return identity;
  if (identity.startsWith('pool-')) return arn('sms-voice', `pool/${identity}`);
  return arn('sms-voice', `phone-number/phone-${identity.replace(/\D/g, '')}`);
}

/** Sending asks about every resource that it names; https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonpinpointsmsvoicev2.html. */
export const smsVoice: Reader = (request) => {
  const texting = read(request, $Texting);
  const { OriginationIdentity: origin, ConfigurationSetName: set, ConfigurationSetNames: sets = [] } = texting;
  const named = [...(set ? [set] : []), ...sets].map((name) => arn('sms-voice', `configuration-set/${name}`));
  const resources = [...(origin ? [originArn(origin)] : []), ...named];
  // Whoever names no number asks about all of them.
  if (resources.length === 0) resources.push(arn('sms-voice', 'phone-number/*'));
  const files = (texting.MediaUrls ?? []).map((url): Needed => {
    const { host, pathname } = new URL(url);
    return { action: 's3:GetObject', resource: `arn:aws:s3:::${request.inAws(host, /BUCKET/)}${pathname}` };
  });
  return [...resources.map((resource) => ({ action: `sms-voice:${request.operation}`, resource })), ...files];
};
