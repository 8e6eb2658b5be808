import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { tableShape } from '#adapters/dynamodb/table-shape.ts';
import { acknowledgedRules } from '#lib/acknowledged-rules.ts';
import { appOf, appWithoutAcknowledgements, dev, production, Synthesised } from '#test/lib/synthesised.ts';

const stages = [
  { stage: production, synthesised: new Synthesised(production) },
  { stage: dev, synthesised: new Synthesised(dev) },
];
const [{ synthesised: inProduction }, { synthesised: inDev }] = stages as [(typeof stages)[0], (typeof stages)[0]];

const checked = new AwsSolutionsChecks().validateScope(appOf(production, dev));
const unacknowledged = new AwsSolutionsChecks().validateScope(appWithoutAcknowledgements(production, dev));

const only = (of: Synthesised, type: string) => {
  const found = of.ofType(type);
  expect(found).toHaveLength(1);
  return found[0]?.[1];
};

/** What may be in the stack: priced by use, not by the hour or month (alarms excepted: $0.10 each after the first ten). */
const freeWhileIdle = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Cognito::ManagedLoginBranding',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolGroup',
  'AWS::DynamoDB::Table',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SES::ConfigurationSet',
  'AWS::SES::ConfigurationSetEventDestination',
  'AWS::SES::ReceiptRule',
  'AWS::SES::ReceiptRuleSet',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::ScheduleGroup',
  'AWS::StepFunctions::StateMachine',
  'Custom::CDKBucketDeployment',
]);

describe.each(stages)('the stack of $stage.name', ({ stage, synthesised }) => {
  it('holds nothing that costs while nobody writes', () => {
    const others = synthesised.resources.filter(([, { Type }]) => !freeWhileIdle.has(Type));
    expect(others).toEqual([]);
    expect(only(synthesised, 'AWS::DynamoDB::Table')?.Properties.BillingMode).toBe('PAY_PER_REQUEST');
    expect(synthesised.ofType('AWS::CloudWatch::Dashboard')).toHaveLength(1);
    expect(JSON.stringify(synthesised.template.toJSON())).not.toMatch(
      /ProvisionedConcurren|ReservedConcurren|ProvisionedPoller/,
    );
  });

  it('has one table of the shape that the queries use, restorable to any second', () => {
    const table = only(synthesised, 'AWS::DynamoDB::Table')?.Properties;
    expect(table).toMatchObject({
      KeySchema: [
        { AttributeName: tableShape.partitionKey, KeyType: 'HASH' },
        { AttributeName: tableShape.sortKey, KeyType: 'RANGE' },
      ],
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: tableShape.timeToLive, Enabled: true },
      DeletionProtectionEnabled: stage.keepsData,
    });
    expect(table.GlobalSecondaryIndexes).toEqual(
      Object.entries(tableShape.indexes).map(([IndexName, index]) => ({
        IndexName,
        KeySchema: [
          { AttributeName: index.partitionKey, KeyType: 'HASH' },
          { AttributeName: index.sortKey, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: index.projection },
      })),
    );
  });

  it('encrypts every bucket and closes it to the public', () => {
    const buckets = synthesised.ofType('AWS::S3::Bucket');
    expect(buckets).toHaveLength(4);
    for (const [, { Properties }] of buckets) {
      expect(Properties.BucketEncryption.ServerSideEncryptionConfiguration).toHaveLength(1);
      expect(Object.values(Properties.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
      expect(JSON.stringify(Properties.LifecycleConfiguration)).toContain('DaysAfterInitiation');
    }
  });

  it('lets raw mail and logs go after the days the stage sets', () => {
    const [rawMail] = synthesised.ofType('AWS::S3::Bucket').filter(([id]) => id.includes('RawMail'));
    expect(rawMail?.[1].Properties.LifecycleConfiguration.Rules[0].ExpirationInDays).toBe(stage.rawMailDays);
    const logs = synthesised.ofType('AWS::Logs::LogGroup');
    expect(new Set(logs.map(([, { Properties }]) => Properties.RetentionInDays))).toEqual(
      new Set([stage.logRetention]),
    );
  });

  it('gives every function a log group of its own', () => {
    const functions = synthesised.ofType('AWS::Lambda::Function');
    const groups = functions.map(([, { Properties }]) => Properties.LoggingConfig.LogGroup.Ref);
    expect(new Set(groups).size).toBe(functions.length);
  });

  it('carries no secret', () => {
    const environments = synthesised
      .ofType('AWS::Lambda::Function')
      .flatMap(([, { Properties }]) => Object.entries(Properties.Environment?.Variables ?? {}));
    const named = environments.map(([name]) => name).filter((name) => /SECRET|TOKEN|PASSWORD|KEY/.test(name));
    expect(new Set(named)).toEqual(new Set(['SECRETS_PATH']));
    expect(JSON.stringify(synthesised.template.toJSON())).not.toMatch(
      /AKIA[A-Z0-9]{16}|\bSK[0-9a-f]{32}|BEGIN [A-Z ]*PRIVATE KEY|"GenerateSecret":true/,
    );
  });

  it('lets only invited people sign in, without a secret in the browser', () => {
    const pool = only(synthesised, 'AWS::Cognito::UserPool')?.Properties;
    expect(pool).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: stage.mfa === 'required' ? 'ON' : 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      UserPoolTier: 'ESSENTIALS',
    });
    expect(only(synthesised, 'AWS::Cognito::UserPoolClient')?.Properties).toMatchObject({
      AllowedOAuthFlows: ['code'],
      GenerateSecret: false,
      RefreshTokenRotation: { Feature: 'ENABLED' },
    });
    const groups = synthesised.ofType('AWS::Cognito::UserPoolGroup').map(([, { Properties }]) => Properties.GroupName);
    expect(groups.toSorted()).toEqual(['admin', 'agent', 'supervisor']);
  });

  it('writes down what came of a request and nobody who sent it', () => {
    const [http] = synthesised
      .ofType('AWS::ApiGatewayV2::Stage')
      .filter(([, { Properties }]) => Properties.AccessLogSettings);
    expect(http?.[1].Properties.AccessLogSettings.Format).toContain('$context.routeKey');
    expect(http?.[1].Properties.AccessLogSettings.Format).not.toMatch(
      /sourceIp|userAgent|identity|\.path|authorizer\.claims/,
    );
  });

  it('keeps scripts of others and frames out of the console', () => {
    const headers = only(synthesised, 'AWS::CloudFront::ResponseHeadersPolicy')?.Properties.ResponseHeadersPolicyConfig;
    const policy = JSON.stringify(headers.SecurityHeadersConfig.ContentSecurityPolicy);
    expect(policy).toContain("default-src 'self'; connect-src 'self' https://");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src|unsafe-eval/);
    expect(headers.SecurityHeadersConfig.StrictTransportSecurity.AccessControlMaxAgeSec).toBe(31_536_000);
  });

  it('keeps its shape: a stateful resource that gets another id is another resource, and empty', () => {
    const stateful = ['Table', 'Bucket', 'Queue', 'UserPool', 'StateMachine', 'Api'];
    const ids = synthesised.resources.filter(([, { Type }]) => stateful.includes(Type.split('::')[2] ?? ''));
    expect(ids.map(([id, { Type }]) => `${Type.slice('AWS::'.length)} ${id}`).toSorted()).toMatchSnapshot('ids');
    expect(Map.groupBy(synthesised.resources, ([, { Type }]) => Type)).toSatisfy((types) => types.size > 30);
    const counts = [...Map.groupBy(synthesised.resources, ([, { Type }]) => Type)].map(
      ([type, of]) => `${of.length} ${type}`,
    );
    expect(counts.toSorted()).toMatchSnapshot('counts');
  });
});

describe('data', () => {
  const kept = (of: Synthesised) =>
    of.resources
      .filter(([, { DeletionPolicy }]) => DeletionPolicy?.startsWith('Retain'))
      .map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));

  it('outlives the stack in production', () => {
    expect(kept(inProduction)).toEqual(
      expect.arrayContaining(['ParleyInteractionsTable', 'ParleyFiles', 'ParleyMailRawMail', 'ParleyDirectoryPeople']),
    );
    expect(only(inProduction, 'AWS::Cognito::UserPool')?.Properties.DeletionProtection).toBe('ACTIVE');
    expect(inProduction.stack.terminationProtection).toBe(true);
  });

  it('goes with the stack in dev', () => {
    expect(kept(inDev)).toEqual([]);
    expect(inDev.stack.terminationProtection).toBe(false);
  });
});

describe('mail', () => {
  it('is received into the bucket and told on the topic, for the recipients of the stage', () => {
    expect(only(inProduction, 'AWS::SES::ReceiptRule')?.Properties.Rule).toMatchObject({
      Enabled: true,
      Recipients: ['help.example.com'],
      Actions: [{ S3Action: { BucketName: expect.anything(), TopicArn: expect.anything() } }],
    });
  });

  it('is not received without a domain', () => {
    expect(inDev.ofType('AWS::SES::ReceiptRule')).toEqual([]);
    expect(inDev.allowed().filter(({ actions }) => actions.includes('ses:SendRawEmail'))).toEqual([]);
  });

  it('leaves over TLS, and what becomes of it is told', () => {
    expect(only(inProduction, 'AWS::SES::ConfigurationSet')?.Properties).toMatchObject({
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      ReputationOptions: { ReputationMetricsEnabled: true },
    });
    const told = only(inProduction, 'AWS::SES::ConfigurationSetEventDestination')?.Properties.EventDestination;
    expect(told.MatchingEventTypes).toEqual(['bounce', 'complaint', 'delivery', 'deliveryDelay', 'reject']);
  });
});

describe('AWS Solutions rules', () => {
  it('have no finding without a reason', () => {
    expect(checked.violations).toEqual([]);
  });

  it('are acknowledged only where there is a finding', () => {
    const findings = unacknowledged.violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => ({
        rule: ruleName.match(/^AwsSolutions-(\w+)/)?.[1],
        finding: ruleName.match(/\[(.*)\]$/)?.[1] ?? '',
        path: constructPath.slice(constructPath.indexOf('/') + 1),
      })),
    );
    const idle = acknowledgedRules.filter(
      ({ rule, on, finding }) =>
        !findings.some((each) => each.rule === rule && on.test(each.path) && (finding?.test(each.finding) ?? true)),
    );
    expect(idle).toEqual([]);
  });
});
