import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, it } from 'vitest';
import { ParleyStack } from '#lib/parley-stack.ts';
import { production } from '#test/lib/synthesised.ts';

const stack = new ParleyStack(new App(), 'Parley', { bundling: 'none', consoleFolder: 'none', stage: production });
const template = Template.fromStack(stack);

describe('Amazon Connect', () => {
  it('wakes a function with the end of contacts and nothing else; what is given up goes to dead letters', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.connect'],
        'detail-type': ['Amazon Connect Contact Event'],
        detail: { eventType: ['DISCONNECTED', 'COMPLETED'] },
      },
      Targets: [Match.objectLike({ DeadLetterConfig: { Arn: Match.anyValue() } })],
    });
  });

  it('may ask who calls from this account only', () => {
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      Principal: 'connect.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
      SourceArn: Match.anyValue(),
    });
  });
});
