import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { WorkflowInput } from '#domain/escalation/workflow.ts';

export type StartWorkflow = (name: string, input: WorkflowInput) => Promise<void>;

/** Starts the escalation workflow, once per name: one that runs or ran already is left alone. */
export const startWorkflow =
  (client: SFNClient, stateMachineArn: string): StartWorkflow =>
  async (name, input) => {
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    } catch (error) {
      if (!(error instanceof Error && error.name === 'ExecutionAlreadyExists')) throw error;
    }
  };
