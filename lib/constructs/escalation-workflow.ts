import { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { escalationDefinition } from '#lib/escalation-definition.ts';

export type EscalationWorkflowProps = {
  readonly escalate: IFunction;
  readonly logRetention: RetentionDays;
};

const substituted = 'EscalateFunctionArn';

/** Waits for deadlines: outlives every function, and costs nothing while it waits. */
export class EscalationWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: EscalationWorkflowProps) {
    super(scope, id);
    // Filled in by CloudFormation, so that the template shows the definition as it is.
    const definition = escalationDefinition({ escalateFunctionArn: `$\{${substituted}}` });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(JSON.stringify(definition)),
      definitionSubstitutions: { [substituted]: props.escalate.functionArn },
      logs: {
        level: LogLevel.ERROR,
        includeExecutionData: false,
        destination: new LogGroup(this, 'Logs', {
          retention: props.logRetention,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    });
    this.stateMachine.addToRolePolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [props.escalate.functionArn] }),
    );
  }
}
