import { functionNames } from '#local/functions.ts';
import { rawMailBucket } from '#local/names.ts';
import type { Deployed } from '../deployed/roles.ts';
import type { Line, RequestLine } from '../record/lines.ts';
import type { Ask, AwsRequest, Needed, Reader } from './ask.ts';
import { dynamodb } from './dynamodb.ts';
import { comprehend, smsVoice, sqs, ssm, states } from './json-services.ts';
import { ses } from './mail.ts';
import { executeApi, s3, socialMessaging } from './rest-services.ts';
import { scheduler, targetOf } from './scheduler.ts';

/** By the name under which requests are signed. */
const readers: Readonly<Record<string, Reader>> = {
  comprehend,
  dynamodb,
  'execute-api': executeApi,
  s3,
  scheduler,
  ses,
  'sms-voice': smsVoice,
  'social-messaging': socialMessaging,
  sqs,
  ssm,
  states,
};

/** Translates what a function was told of the local system into what it is told in AWS: both by the same variable. */
function translator(deployed: Deployed, name: string, local: Readonly<Record<string, string>>) {
  const known = functionNames.find((each) => each === name);
  const inTemplate = (known && deployed.environments.get(known)) ?? {};
  const pairs = Object.entries(local)
    .map(([variable, value]) => ({ variable, value, there: inTemplate[variable] ?? '' }))
    .filter(({ value }) => value !== '')
    .toSorted((one, other) => other.value.length - one.value.length);
  // Told by the notification of each mail.
  const rawMail = deployed.idOf('AWS::S3::Bucket', 'RawMail');
  pairs.push({ variable: 'RAW_MAIL_BUCKET', value: rawMailBucket, there: rawMail });
  return (given: string, kind = /./): string => {
    for (const { value, there } of pairs.filter(({ variable }) => kind.test(variable))) {
      if (given === value) return there;
      // Names of parameters are paths below one that the function is told.
      if (value.startsWith('/') && given.startsWith(`${value}/`)) return there + given.slice(value.length);
    }
    throw new Error(`${name} names something that none of its variables tells: ${given}`);
  };
}

const requestOf = (line: RequestLine, inAws: AwsRequest['inAws']): AwsRequest => ({
  method: line.method,
  url: new URL(line.url),
  operation: line.target.slice(line.target.lastIndexOf('.') + 1),
  body: line.body,
  status: line.status,
  inAws,
});

/** The schedule that was set calls with a role of its own. */
function byOthers(deployed: Deployed, line: RequestLine, request: AwsRequest): readonly Ask[] {
  if (line.service !== 'scheduler' || !['POST', 'PUT'].includes(line.method)) return [];
  const { roleArn, needed } = targetOf(request);
  return needed.map((each) => complete(deployed.roleAt(roleArn), 'a schedule', each));
}

const complete = (role: string, call: string, needed: Needed): Ask => ({ context: {}, call, ...needed, role });

/** Everything that IAM would have been asked for what was written down, each once. */
export function asksOf(lines: readonly Line[], deployed: Deployed): readonly Ask[] {
  const environments = new Map(lines.flatMap((line) => (line.kind === 'function' ? [[line.name, line]] : [])));
  const translate = new Map(
    [...environments].map(([name, { environment }]) => [name, translator(deployed, name, environment)]),
  );
  const inAwsFor = (name: string) => {
    const found = translate.get(name);
    if (!found) throw new Error(`${name} was called and never made`);
    return found;
  };
  const asked = lines.flatMap((line): readonly Ask[] => {
    if (line.kind === 'function') return [];
    if (line.kind === 'invoked')
      return deployed.tasks
        .filter(({ functionName }) => functionName === line.name)
        .map(({ role, arn }) => complete(role, 'a task', { action: 'lambda:InvokeFunction', resource: arn }));
    const inAws = inAwsFor(line.by);
    if (line.kind === 'signed') {
      const resource = `arn:aws:s3:::${inAws(line.bucket)}/${line.key}`;
      return [complete(line.by, `signed ${line.operation}`, { action: `s3:${line.operation}`, resource })];
    }
    const reader = readers[line.service];
    if (!reader) throw new Error(`${line.by} asks a service that is not understood: ${line.service}`);
    const request = requestOf(line, inAws);
    const needed = reader(request).map((each) => complete(line.by, request.operation, each));
    return [...needed, ...byOthers(deployed, line, request)];
  });
  return [...new Map(asked.map((ask) => [JSON.stringify(ask), ask])).values()];
}
