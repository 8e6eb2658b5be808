import { describe, expect, it } from 'vitest';
import { production, Synthesised } from '#test/lib/synthesised.ts';

const synthesised = new Synthesised(production);
const idOf = (type: string, part: string): string => {
  const ids = synthesised.ofType(type).flatMap(([id]) => (id.includes(part) ? [id] : []));
  expect(ids).toHaveLength(1);
  return ids[0] ?? '';
};
const group = idOf('AWS::Scheduler::ScheduleGroup', 'Timers');
const role = idOf('AWS::IAM::Role', 'TimersRole');
const escalate = idOf('AWS::Lambda::Function', 'Functionescalate');
const deadLetters = idOf('AWS::SQS::Queue', 'DeadLettersOfpublishEvents');
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const allowedTo = (part: string) => synthesised.allowed().filter(({ policy }) => policy.includes(part));

describe('timers', () => {
  it('act in a role that only schedules of their group in this account take', () => {
    const [, found] = synthesised.ofType('AWS::IAM::Role').find(([id]) => id === role) ?? [];
    expect(found?.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' }, 'aws:SourceArn': arnOf(group) },
        },
      },
    ]);
  });

  it('may invoke escalate, tell what they could not, and do nothing else', () => {
    expect(allowedTo('TimersRole').map(({ actions, resources }) => [actions, resources])).toEqual([
      [['lambda:InvokeFunction'], [arnOf(escalate)]],
      [['sqs:SendMessage'], [arnOf(deadLetters)]],
    ]);
  });

  it('are set by publish-events alone, in their group and with their role only', () => {
    const setting = synthesised.allowed().filter(({ actions }) => actions.includes('scheduler:CreateSchedule'));
    expect(setting.map(({ policy }) => policy)).toEqual([expect.stringContaining('FunctionpublishEvents')]);
    expect(JSON.stringify(setting[0]?.resources)).toContain(`:schedule/",{"Ref":"${group}"},"/*"`);
    const passing = synthesised.allowed().filter(({ actions }) => actions.includes('iam:PassRole'));
    expect(passing.map(({ resources }) => resources)).toEqual([[arnOf(role)]]);
  });

  it('that the function fails on lie where those lie that could not be delivered', () => {
    const configurations = synthesised
      .ofType('AWS::Lambda::EventInvokeConfig')
      .map(([, { Properties }]) => Properties)
      .filter(({ FunctionName }) => FunctionName.Ref === escalate);
    expect(configurations).toMatchObject([
      { MaximumRetryAttempts: 2, DestinationConfig: { OnFailure: { Destination: arnOf(deadLetters) } } },
    ]);
  });
});

describe('the escalation workflow', () => {
  it('is started by the function that it calls, under the name that it has', () => {
    const [machine] = synthesised.ofType('AWS::StepFunctions::StateMachine');
    const name = machine?.[1].Properties.StateMachineName;
    expect(name).toMatch(/^[\w-]{1,80}$/);
    const starting = synthesised.allowed().filter(({ actions }) => actions.includes('states:StartExecution'));
    expect(starting.map(({ policy }) => policy)).toEqual([expect.stringContaining('Functionescalate')]);
    expect(JSON.stringify(starting[0]?.resources)).toContain(`:stateMachine:${name}"`);
  });
});
