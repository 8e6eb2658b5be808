/** Errors of Lambda itself (throttled, unreachable) and of the function; https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html */
const passingErrors = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'States.TaskFailed',
];

/**
 * The escalation workflow in Amazon States Language (JSONPath): wait until `dueAt`, let the function decide, and wait again if it names a next `dueAt`.
 * Input is `{ kind, conversationId, id, dueAt }`, when a timer found that nobody answered: the first wait is over at once.
 */
export function escalationDefinition(needs: { readonly escalateFunctionArn: string }) {
  return {
    Comment: 'Has a late conversation escalated, step by step, until somebody answers',
    StartAt: 'WaitUntilDue',
    States: {
      WaitUntilDue: { Type: 'Wait', TimestampPath: '$.dueAt', Next: 'Escalate' },
      Escalate: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: needs.escalateFunctionArn, 'Payload.$': '$' },
        OutputPath: '$.Payload',
        // 2 s doubling to 15 min, 40 times: about 8 hours of trouble are sat out for 40 transitions.
        Retry: [
          { ErrorEquals: passingErrors, IntervalSeconds: 2, BackoffRate: 2, MaxDelaySeconds: 900, MaxAttempts: 40 },
        ],
        Next: 'IsAnotherDue',
      },
      IsAnotherDue: {
        Type: 'Choice',
        Choices: [{ Variable: '$.dueAt', IsPresent: true, Next: 'WaitUntilDue' }],
        Default: 'Done',
      },
      Done: { Type: 'Succeed' },
    },
  };
}
