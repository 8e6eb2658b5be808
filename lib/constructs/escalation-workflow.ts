import { ArnFormat, Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  type IStateMachine,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { escalationDefinition } from '#lib/escalation-definition.ts';

export type EscalationWorkflowProps = {
  readonly escalate: IFunction;
  readonly logRetention: RetentionDays;
};

const substituted = 'EscalateFunctionArn';

/** Waits for the steps of an escalation: outlives every function, and costs nothing while it waits. */
export class EscalationWorkflow extends Construct {
  readonly stateMachine: StateMachine;
  /** The same by its name, for the function that it calls: CloudFormation would go round in circles otherwise. */
  readonly named: IStateMachine;

  constructor(scope: Construct, id: string, props: EscalationWorkflowProps) {
    super(scope, id);
    // Filled in by CloudFormation, so that the template shows the definition as it is.
    const definition = escalationDefinition({ escalateFunctionArn: `$\{${substituted}}` });
    const stateMachineName = Names.uniqueResourceName(this, { maxLength: 80, separator: '-' });
    this.named = StateMachine.fromStateMachineArn(
      this,
      'Named',
      Stack.of(this).formatArn({
        service: 'states',
        resource: 'stateMachine',
        resourceName: stateMachineName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    );
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName,
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
