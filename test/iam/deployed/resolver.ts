import type { Resource } from '#test/lib/synthesised.ts';

export const account = '000000000000';
export const region = 'us-east-1';

type Resources = ReadonlyMap<string, Resource>;
type Names = { readonly ref?: (id: string) => string; readonly attributes?: Record<string, (id: string) => string> };

const arn = (service: string, rest: string): string => `arn:aws:${service}:${region}:${account}:${rest}`;
const global = (service: string, rest: string): string => `arn:aws:${service}::${account}:${rest}`;
const bucket = (id: string): string => id.toLowerCase();

/** What CloudFormation answers to Ref and Fn::GetAtt, as if each resource were named by its logical id. */
const names: Readonly<Record<string, Names>> = {
  'AWS::ApiGatewayV2::Api': {
    attributes: { ApiEndpoint: (id) => `https://${id}.execute-api.${region}.amazonaws.com` },
  },
  'AWS::DynamoDB::Table': {
    attributes: {
      Arn: (id) => arn('dynamodb', `table/${id}`),
      StreamArn: (id) => arn('dynamodb', `table/${id}/stream/2026-01-01T00:00:00.000`),
    },
  },
  'AWS::IAM::Role': { attributes: { Arn: (id) => global('iam', `role/${id}`) } },
  'AWS::Lambda::Function': { attributes: { Arn: (id) => arn('lambda', `function:${id}`) } },
  'AWS::Logs::LogGroup': { attributes: { Arn: (id) => arn('logs', `log-group:${id}:*`) } },
  'AWS::S3::Bucket': { ref: bucket, attributes: { Arn: (id) => `arn:aws:s3:::${bucket(id)}` } },
  'AWS::Scheduler::ScheduleGroup': { attributes: { Arn: (id) => arn('scheduler', `schedule-group/${id}`) } },
  'AWS::SNS::Topic': { ref: (id) => arn('sns', id) },
  'AWS::SQS::Queue': {
    ref: (id) => `https://sqs.${region}.amazonaws.com/${account}/${id}`,
    attributes: { Arn: (id) => arn('sqs', id), QueueName: (id) => id },
  },
  'AWS::StepFunctions::StateMachine': {
    ref: (id) => arn('states', `stateMachine:${id}`),
    attributes: { Arn: (id) => arn('states', `stateMachine:${id}`), Name: (id) => id },
  },
};

const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::URLSuffix': 'amazonaws.com',
};

/** Reads values of a template as they are once it is deployed: a small part of CloudFormation, which throws at the rest. */
export function resolverOf(resources: Resources): (value: unknown) => string {
  const typeOf = (id: string): Names => {
    const type = resources.get(id)?.Type;
    if (!type) throw new Error(`the template has no resource ${id}`);
    return names[type] ?? {};
  };
  const ref = (id: string): string => pseudo[id] ?? typeOf(id).ref?.(id) ?? id;
  const attribute = (id: string, name: string): string => {
    const made = typeOf(id).attributes?.[name];
    if (!made) throw new Error(`the resolver does not know ${name} of ${resources.get(id)?.Type}: teach it`);
    return made(id);
  };
  const substitute = (text: string): string =>
    text.replace(/\$\{([\w:]+)(?:\.(\w+))?\}/g, (_, id: string, name?: string) =>
      name ? attribute(id, name) : ref(id),
    );
  return function resolve(value): string {
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    const [[name, given] = ['nothing', undefined]] = Object.entries(value ?? {}) as [string, unknown][];
    if (name === 'Ref' && typeof given === 'string') return ref(given);
    if (name === 'Fn::Sub' && typeof given === 'string') return substitute(given);
    if (name === 'Fn::GetAtt') return attribute(...(given as [string, string]));
    if (name === 'Fn::Join') {
      const [separator, parts] = given as [string, unknown[]];
      return parts.map(resolve).join(separator);
    }
    throw new Error(`the resolver does not know ${name}: teach it`);
  };
}
