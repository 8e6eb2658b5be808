import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { providerTopics } from '#functions/function-row.ts';
import { ProviderTopic, publishers } from '#lib/constructs/provider-topic.ts';

describe.each(providerTopics)('the topic of %s', (name) => {
  const stack = new Stack(new App(), 'Stack');
  new ProviderTopic(stack, 'Topic', { publisher: publishers[name] });
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::SNS::TopicPolicy'));
  const statements: { Effect: string; Principal: object; Action: string; Condition: object }[] =
    policy?.Properties.PolicyDocument.Statement;

  it('takes messages of its AWS service for this account, and of nobody else', () => {
    expect(statements.filter(({ Effect }) => Effect === 'Allow')).toMatchObject([
      {
        Principal: { Service: publishers[name] },
        Action: 'sns:Publish',
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
  });

  it('takes nothing that is not encrypted on its way', () => {
    expect(statements.filter(({ Effect }) => Effect === 'Deny')).toMatchObject([
      { Action: 'sns:Publish', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ]);
  });
});
