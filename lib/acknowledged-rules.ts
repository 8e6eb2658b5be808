import { CfnResource, type Stack, Validations } from 'aws-cdk-lib';
import { rules } from 'cdk-nag';

export type AcknowledgedRule = {
  readonly rule: string;
  /** The resources, by their path below the stack. */
  readonly on: RegExp;
  /** Which of several findings of the rule. */
  readonly finding?: RegExp;
  readonly reason: string;
};

const uploader = /^Custom::CDKBucketDeployment/;
const uploaderReason =
  'function of the CDK that uploads the console: runs during a deployment only, its code, role and runtime come with the library; it reads the asset bucket and writes the console bucket';

/** Findings of AWS Solutions that stay, each with its reason. Whatever is not here stops the synthesis. */
export const acknowledgedRules: readonly AcknowledgedRule[] = [
  {
    rule: 'SQS3',
    on: /\/DeadLettersOf-/,
    reason: 'holds the dead letters of a stream or topic itself; the rule only knows dead letters of SQS queues',
  },
  {
    rule: 'COG2',
    on: /\/Directory\/People\//,
    reason: 'a second factor is required in production; a dev stage without customers lets people choose',
  },
  {
    rule: 'COG8',
    on: /\/Directory\/People\//,
    reason: 'the Plus plan costs per person and month; people are created by an admin, MFA is there',
  },
  {
    rule: 'IAM5',
    on: /\/Function-\w+\/Role\//,
    finding: /^Resource::.*:parameter\/parley\/\w+\/connections\/\*$/,
    reason: 'secrets of connections are added while the system runs; all are below the path of this stage',
  },
  {
    rule: 'IAM5',
    on: /\/Function-\w+\/Role\//,
    finding: /^Resource::<\w+\.Arn>\/([a-z/]+\/)?\*$/,
    reason: 'objects of one bucket: their keys come into being with each message',
  },
  {
    rule: 'IAM5',
    on: /\/Function-\w+\/Role\//,
    finding: /^Resource::.*:execute-api:.*\/live\/POST\/@connections\/\*$/,
    reason: 'sockets of one WebSocket API, POST only: their ids come into being with each browser',
  },
  {
    rule: 'IAM5',
    on: /\/Function-(receiveMessages|deliverReplies|connectionsApi)\/Role\//,
    finding: /^Resource::.*:social-messaging:.*:(phone-number-id|waba)\/\*$/,
    reason: 'WhatsApp numbers of this account, named by their connections: those are added while the system runs',
  },
  {
    rule: 'IAM5',
    on: /\/Function-(deliverReplies|connectionsApi)\/Role\//,
    finding: /^Resource::.*:sms-voice:.*:(phone-number|pool|sender-id|configuration-set)\/\*$/,
    reason: 'numbers for texts of this account, named by connections: those are added while the system runs',
  },
  {
    rule: 'IAM5',
    on: /\/Function-publishEvents\/Role\//,
    finding: /^Resource::.*:scheduler:.*:schedule\/.*\/\*$/,
    reason: 'schedules of one group: their names come into being with each deadline',
  },
  {
    rule: 'IAM5',
    on: /\/Function-receiveMessages\/Role\//,
    finding: /^Resource::\*$/,
    reason: 'DetectSentiment and DetectDominantLanguage have no resource that a policy could name',
  },
  {
    rule: 'IAM5',
    on: /\/Escalation\/StateMachine\/Role\//,
    finding: /^Resource::\*$/,
    reason:
      'log delivery has no resource that a policy could name: docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html',
  },
  {
    rule: 'SF1',
    on: /\/Escalation\/StateMachine\//,
    reason:
      'errors are logged; every event would cost more than the function and say nothing that the conversation does not',
  },
  {
    rule: 'SF2',
    on: /\/Escalation\/StateMachine\//,
    reason: 'one step that calls one function: a trace adds a price per execution and no knowledge',
  },
  {
    rule: 'APIG1',
    on: /\/(Chat)?Sockets\/Stage\//,
    reason: 'WebSocket access logs need a role set for the whole account; the function logs each connection itself',
  },
  {
    rule: 'APIG4',
    on: /\/(Chat)?Sockets\/Api\//,
    reason: 'the function checks a ticket or a token on $connect, before which no other route can be used',
  },
  {
    rule: 'APIG4',
    on: /\/HttpApi\/Api\/(GET|POST|OPTIONS)--webhooks--/,
    reason: 'providers cannot sign in: the function verifies the signature over the raw body, or answers a handshake',
  },
  {
    rule: 'APIG4',
    on: /\/HttpApi\/Api\/(ANY--chat|POST--in-app)--/,
    reason:
      'visitors cannot sign in: the function checks origin, session token and rates, and the signature of backends',
  },
  {
    rule: 'APIG4',
    on: /\/HttpApi\/Api\/GET--(openapi\.json|health)\//,
    reason: 'public on purpose: the description of the API and a sign of life, no data',
  },
  {
    rule: 'CFR1',
    on: /\/Console\/Distribution\//,
    reason: 'help desks work from every country; sign-in decides who comes in',
  },
  {
    rule: 'CFR2',
    on: /\/Console\/Distribution\//,
    reason:
      'a web ACL costs $5 a month while idle; static files are public, the API has throttling and a JWT authoriser',
  },
  {
    rule: 'CFR3',
    on: /\/Console\/Distribution\//,
    reason:
      'would write down addresses of agents; the API logs each request without them, the bucket logs who reads it',
  },
  {
    rule: 'CFR4',
    on: /\/Console\/Distribution\//,
    reason: "CloudFront's own certificate fixes the policy; a custom domain would set TLS 1.2 as the least",
  },
  { rule: 'IAM4', on: uploader, finding: /AWSLambdaBasicExecutionRole$/, reason: uploaderReason },
  { rule: 'IAM5', on: uploader, finding: /^(Action::s3:|Resource::)/, reason: uploaderReason },
  { rule: 'L1', on: uploader, reason: uploaderReason },
];

/** Records on each resource of the stack why a rule does not hold for it. */
export function acknowledgeRules(stack: Stack): void {
  for (const resource of stack.node.findAll().filter(CfnResource.isCfnResource)) {
    const path = resource.node.path.slice(stack.node.path.length + 1);
    for (const { rule, on, finding, reason } of acknowledgedRules) {
      if (!on.test(path)) continue;
      const found = finding
        ? findingsOf(rule, resource)
            .filter((each) => finding.test(each))
            .map((each) => `[${each}]`)
        : [''];
      Validations.of(resource).acknowledge(...found.map((each) => ({ id: `AwsSolutions-${rule}${each}`, reason })));
    }
  }
}

/** What a rule with several findings finds. */
function findingsOf(rule: string, resource: CfnResource): string[] {
  const found =
    rule === 'IAM4' ? rules.iam.IAMNoManagedPolicies(resource) : rules.iam.IAMNoWildcardPermissions(resource);
  return Array.isArray(found) ? found : [];
}
