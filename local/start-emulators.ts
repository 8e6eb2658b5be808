import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { escalationDefinition } from '#lib/escalation-definition.ts';
import { startComprehend } from './emulators/comprehend.ts';
import { readJson, writeJson } from './emulators/durable-file.ts';
import { startDynamoDb } from './emulators/dynamodb/start-dynamodb.ts';
import { type SentMail, startSes } from './emulators/ses.ts';
import { clientId } from './emulators/sign-in/configuration.ts';
import { type LocalSignIn, startSignIn } from './emulators/sign-in.ts';
import { startSqsAndS3 } from './emulators/sqs-and-s3.ts';
import { startSsm } from './emulators/ssm.ts';
import { startStepFunctions } from './emulators/step-functions.ts';
import { createVirtualClock } from './emulators/virtual-clock.ts';
import { queueSpecifications } from './events/event-sources.ts';
import { escalationWorkflowArn, escalationWorkflowName, filesBucket, functionArn, rawMailBucket } from './names.ts';
import { people, twilioAccount, unreachableNumber } from './seed/accounts.ts';
import { startSockets } from './sockets.ts';
import { startTwilio } from './stand-ins/twilio.ts';
import type { Stoppables } from './stoppables.ts';

export type EmulatorOptions = {
  readonly dataDir: string;
  readonly consoleUrl: string;
  /** What the escalation workflow calls. */
  readonly escalate: (input: unknown) => Promise<unknown>;
  readonly onSent: (mail: SentMail) => Promise<void>;
};

export type Emulators = Awaited<ReturnType<typeof startEmulators>>;

/** Starts the emulated services and the stand-ins for providers, each on a free port. */
export async function startEmulators(stoppables: Stoppables, options: EmulatorOptions) {
  const { dataDir, consoleUrl, escalate, onSent } = options;
  mkdirSync(dataDir, { recursive: true });
  const inData = (name: string): string => join(dataDir, name);
  const clock = createVirtualClock({ file: inData('clock.json') });
  const machines = [
    {
      name: escalationWorkflowName,
      arn: escalationWorkflowArn,
      definition: escalationDefinition({ escalateFunctionArn: functionArn('escalate') }),
    },
  ];
  const [dynamoDb, storage, ssm, comprehend, twilio, ses, signIn, sockets, stepFunctions] = await allStarted(
    stoppables,
    startDynamoDb({ path: inData('dynamodb'), clock }),
    startSqsAndS3({ dir: inData('sqs-and-s3'), queues: queueSpecifications, buckets: [filesBucket, rawMailBucket] }),
    startSsm({ file: inData('ssm.json') }),
    startComprehend(),
    startTwilio({ accounts: [twilioAccount], unreachable: [unreachableNumber] }),
    startSes({ onSent }),
    startSignInWhereItWas(dataDir, consoleUrl),
    startSockets(clock),
    startStepFunctions({
      dir: inData('step-functions'),
      clock,
      machines,
      invoke: (_function, input) => escalate(input),
    }),
  );
  return { clock, dynamoDb, storage, ssm, comprehend, twilio, ses, signIn, sockets, stepFunctions };
}

type Stoppable = { stop(): Promise<void> };

/** All of them, or none: when one does not start, those that did are still stopped. */
async function allStarted<Started extends Stoppable[]>(
  stoppables: Stoppables,
  ...starting: { [Index in keyof Started]: Promise<Started[Index]> }
): Promise<Started> {
  for (const settled of await Promise.allSettled(starting))
    if (settled.status === 'fulfilled') stoppables.add(settled.value);
  return (await Promise.all(starting)) as Started;
}

const $Remembered = z.object({ port: z.number() });

/** On the port of the last time if it is free: the issuer stays the same, and whoever was signed in still is. */
async function startSignInWhereItWas(dataDir: string, consoleOrigin: string): Promise<LocalSignIn> {
  const options = { people, consoleOrigin, audience: clientId, dir: join(dataDir, 'sign-in') };
  const file = join(dataDir, 'sign-in-port.json');
  const remembered = $Remembered.safeParse(readJson(file)).data;
  const signIn = remembered
    ? await startSignIn({ ...options, port: remembered.port }).catch(() => startSignIn(options))
    : await startSignIn(options);
  writeJson(file, { port: Number(new URL(signIn.issuer).port) });
  return signIn;
}
