import { Aws, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailSendingEvent,
  EventDestination,
  ReceiptRuleSet,
} from 'aws-cdk-lib/aws-ses';
import { S3 as StoreInBucket } from 'aws-cdk-lib/aws-ses-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { privateBucket } from '#lib/constructs/private-bucket.ts';
import type { Stage } from '#lib/stage.ts';

export type MailIntakeProps = { readonly stage: Stage; readonly accessLogs: IBucket };

/** What is told of a mail that was sent. */
const events = [
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.DELIVERY_DELAY,
  EmailSendingEvent.REJECT,
];

/** Mail as it comes in, and what becomes of mail that goes out: both are told on one topic. */
export class MailIntake extends Construct {
  readonly rawMail: IBucket;
  readonly topic: Topic;
  readonly configurationSet: ConfigurationSet;
  /** Needed to switch receiving on; only one rule set of an account and region is active. */
  readonly ruleSetName?: string;
  /** What `ses:SendRawEmail` is granted on; empty without a mail domain. */
  readonly senderArns: readonly string[];

  constructor(scope: Construct, id: string, props: MailIntakeProps) {
    super(scope, id);
    const { stage } = props;
    this.rawMail = privateBucket(this, 'RawMail', {
      keepsData: stage.keepsData,
      expiresAfter: Duration.days(stage.rawMailDays),
      accessLogs: { bucket: props.accessLogs, prefix: 'raw-mail/' },
    });
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    this.configurationSet = new ConfigurationSet(this, 'Sending', {
      reputationMetrics: true,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
    });
    this.configurationSet.addEventDestination('Events', {
      destination: EventDestination.snsTopic(this.topic),
      events,
    });
    this.senderArns = stage.mail ? this.#sendingAs(stage.mail.domain) : [];
    if (stage.mail) this.ruleSetName = this.#receive(stage.mail.recipients);
  }

  #sendingAs(domain: string): string[] {
    return [
      Stack.of(this).formatArn({ service: 'ses', resource: 'identity', resourceName: domain }),
      Stack.of(this).formatArn({
        service: 'ses',
        resource: 'configuration-set',
        resourceName: this.configurationSet.configurationSetName,
      }),
    ];
  }

  #receive(recipients: readonly string[]): string {
    const ruleSet = new ReceiptRuleSet(this, 'Receiving');
    const published = this.topic.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        principals: [new ServicePrincipal('ses.amazonaws.com')],
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnLike: {
            'aws:SourceArn': Stack.of(this).formatArn({
              service: 'ses',
              resource: 'receipt-rule-set',
              resourceName: `${ruleSet.receiptRuleSetName}:receipt-rule/*`,
            }),
          },
        },
      }),
    );
    const rule = ruleSet.addRule('ToBucket', {
      recipients: [...recipients],
      scanEnabled: true,
      actions: [new StoreInBucket({ bucket: this.rawMail, topic: this.topic })],
    });
    if (published.policyDependable) rule.node.addDependency(published.policyDependable);
    return ruleSet.receiptRuleSetName;
  }
}
