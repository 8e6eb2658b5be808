import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { escalationDefinition } from '#lib/escalation-definition.ts';
import { dev, Synthesised } from '#test/lib/synthesised.ts';

const synthesised = new Synthesised(dev);

describe('the escalation workflow', () => {
  const definition = escalationDefinition({
    escalateFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:escalate',
  });

  it('is valid Amazon States Language', () => {
    expect(validate(definition)).toMatchObject({ isValid: true });
  });

  it('is deployed as it stands, with the function filled in', () => {
    const [machine] = synthesised.ofType('AWS::StepFunctions::StateMachine');
    const { DefinitionString, DefinitionSubstitutions, StateMachineType, LoggingConfiguration } =
      machine?.[1].Properties ?? {};
    const [placeholder = ''] = Object.keys(DefinitionSubstitutions);
    expect(JSON.parse(DefinitionString)).toEqual(escalationDefinition({ escalateFunctionArn: `\${${placeholder}}` }));
    expect(DefinitionSubstitutions[placeholder]).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^ParleyFunctionescalateFunction/), 'Arn'],
    });
    expect(StateMachineType).toBe('STANDARD');
    expect(LoggingConfiguration).toMatchObject({ Level: 'ERROR', IncludeExecutionData: false });
  });

  it('ends after four transitions unless the function names another deadline', () => {
    const { States, StartAt } = definition;
    expect([StartAt, States.WaitUntilDue.Next, States.Escalate.Next, States.IsAnotherDue.Default]).toEqual([
      'WaitUntilDue',
      'Escalate',
      'IsAnotherDue',
      'Done',
    ]);
    expect(States.IsAnotherDue.Choices).toEqual([{ Variable: '$.dueAt', IsPresent: true, Next: 'WaitUntilDue' }]);
  });
});
