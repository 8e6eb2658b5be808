import { describe, expect, it } from 'vitest';
import { catalogue } from '#functions/catalogue.ts';
import type { FunctionRow } from '#functions/function-row.ts';
import { dev, production, Synthesised } from '#test/lib/synthesised.ts';

const synthesised = new Synthesised(production);
const embedded = new Synthesised(dev);
const uploader = 'CustomCDKBucketDeployment';

/** Actions that no policy can narrow to a resource. */
const withoutResource = {
  'receive-messages judges mood and language': ['comprehend:DetectSentiment', 'comprehend:DetectDominantLanguage'],
  'the workflow delivers its log': [
    'logs:CreateLogDelivery',
    'logs:GetLogDelivery',
    'logs:UpdateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
  ],
};

describe('permissions', () => {
  it('never name an action with a wildcard, but for the uploader of the CDK', () => {
    const wild = synthesised.allowed().filter(({ actions }) => actions.some((action) => action.includes('*')));
    expect(wild.length).toBeGreaterThan(0);
    expect(wild.filter(({ policy }) => !policy.startsWith(uploader))).toEqual([]);
  });

  it('never name every resource, but for actions that know no resources', () => {
    const everywhere = synthesised.allowed().filter(({ resources }) => resources.includes('*'));
    const actions = everywhere.flatMap((each) => each.actions);
    expect(actions.toSorted()).toEqual(Object.values(withoutResource).flat().toSorted());
  });

  it('let only receive-messages ask Comprehend, and nobody where the analysis is embedded', () => {
    const asks = (of: Synthesised) =>
      of.allowed().filter(({ actions }) => actions.some((action) => action.startsWith('comprehend:')));
    expect(asks(synthesised).map(({ policy }) => policy)).toEqual([expect.stringContaining('FunctionreceiveMessages')]);
    expect(asks(embedded)).toEqual([]);
  });

  it('give a webhook nothing but its log, its queue and the secrets of its stage', () => {
    const actions = synthesised
      .allowed()
      .filter(({ policy }) => policy.includes('FunctiontwilioSmsWebhook'))
      .flatMap((each) => each.actions);
    expect(actions.toSorted()).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sqs:SendMessage',
      'ssm:GetParameter',
    ]);
  });

  it.each(Object.entries<FunctionRow>(catalogue))(
    'of %s put items into the table only if its row says so',
    (name, row) => {
      const writes = synthesised
        .allowed()
        .filter(({ policy }) => policy.includes(`Function${name}Role`))
        .some(({ actions }) => actions.includes('dynamodb:PutItem'));
      expect(writes).toBe(row.permissions.includes('table:put'));
    },
  );

  it('let mail leave only in the name of the verified domain', () => {
    const sending = synthesised.allowed().filter(({ actions }) => actions.includes('ses:SendRawEmail'));
    expect(sending).toHaveLength(1);
    expect(JSON.stringify(sending[0]?.resources)).toContain(':identity/help.example.com');
  });

  it('use no policy that AWS manages, but for the uploader of the CDK', () => {
    const managed = synthesised
      .ofType('AWS::IAM::Role')
      .filter(([, { Properties }]) => Properties.ManagedPolicyArns)
      .map(([id]) => id);
    expect(managed).toEqual([expect.stringMatching(`^${uploader}`)]);
  });

  it('open no bucket, queue or topic to everybody', () => {
    const policies = ['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy'].flatMap((type) =>
      synthesised.ofType(type),
    );
    const open = policies.flatMap(([id, { Properties }]) =>
      Properties.PolicyDocument.Statement.filter(
        (each: { Effect: string; Principal: unknown }) =>
          each.Effect === 'Allow' && JSON.stringify(each.Principal).includes('*'),
      ).map(() => id),
    );
    expect(policies.length).toBeGreaterThan(10);
    expect(open).toEqual([]);
  });
});
