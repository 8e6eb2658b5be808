import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { ProviderTopicName } from '#functions/function-row.ts';

/** The AWS service that publishes on each topic. */
export const publishers = {
  // https://docs.aws.amazon.com/social-messaging/latest/userguide/managing-event-destinations-add.html
  'aws-whatsapp': 'social-messaging.amazonaws.com',
  // https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-sns-creating-role.html
  'aws-sms': 'sms-voice.amazonaws.com',
} as const satisfies Record<ProviderTopicName, string>;

export type ProviderTopicProps = {
  /** The AWS service that may publish, for resources of this account only. */
  readonly publisher: string;
};

/** Where an AWS service tells of messages that came in, and of what became of ours. */
export class ProviderTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: ProviderTopicProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        principals: [new ServicePrincipal(props.publisher)],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
  }
}
