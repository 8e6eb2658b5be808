import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Parley, type ParleyProps } from '#lib/parley.ts';

/** A stack with Parley in it, and the addresses that somebody has to know. */
export class ParleyStack extends Stack {
  readonly parley: Parley;

  constructor(scope: Construct, id: string, props: ParleyProps & StackProps) {
    super(scope, id, { ...props, terminationProtection: props.stage.keepsData });
    this.parley = new Parley(this, 'Parley', props);
    const { parley } = this;
    const outputs = {
      ConsoleUrl: parley.console.url,
      ApiUrl: parley.httpApi.endpoint,
      TwilioWebhookUrl: `${parley.httpApi.endpoint}/webhooks/twilio-sms/{connectionId}`,
      AwsWhatsAppTopicArn: parley.topics['aws-whatsapp'].topic.topicArn,
      AwsSmsTopicArn: parley.topics['aws-sms'].topic.topicArn,
      SocketUrl: parley.sockets.publicUrl,
      UserPoolId: parley.directory.userPool.userPoolId,
      SignInUrl: parley.directory.signInUrl,
      SecretsPath: `/parley/${props.stage.name}`,
      MailExchanger: `10 inbound-smtp.${this.region}.${this.urlSuffix}`,
      MailRuleSet: parley.mail.ruleSetName ?? 'none: this stage has no mail domain',
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
