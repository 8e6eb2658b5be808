import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { StartWorkflow } from '#domain/escalation/watch.ts';

/** Starts executions of a Step Functions state machine. */
export const startWorkflow =
  (client: SFNClient, stateMachineArn: string): StartWorkflow =>
  async (name, watch) => {
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(watch) }));
    } catch (error) {
      if (!(error instanceof Error && error.name === 'ExecutionAlreadyExists')) throw error;
    }
  };
