import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { escalationDefinition } from '#lib/escalation-definition.ts';
import { awsWhatsAppNumber } from './channels/aws-whatsapp.ts';
import { startComprehend } from './emulators/comprehend.ts';
import { readJson, writeJson } from './emulators/durable-file.ts';
import { startDynamoDb } from './emulators/dynamodb/start-dynamodb.ts';
import { startScheduler } from './emulators/scheduler.ts';
import { type SentMail, startSes } from './emulators/ses.ts';
import { clientId } from './emulators/sign-in/configuration.ts';
import { type LocalSignIn, startSignIn } from './emulators/sign-in.ts';
import { startSmsVoice } from './emulators/sms-voice.ts';
import { startSocialMessaging } from './emulators/social-messaging.ts';
import { startSqsAndS3 } from './emulators/sqs-and-s3.ts';
import { startSsm } from './emulators/ssm.ts';
import { startStepFunctions } from './emulators/step-functions.ts';
import { createVirtualClock, type VirtualClock } from './emulators/virtual-clock.ts';
import { queueSpecifications } from './events/event-sources.ts';
import {
  escalationWorkflowArn,
  escalationWorkflowName,
  filesBucket,
  functionArn,
  rawMailBucket,
  timersGroup,
} from './names.ts';
import { people, twilioAccount, unreachableNumber } from './seed/accounts.ts';
import { startSockets } from './sockets.ts';
import { startProviders } from './stand-ins/providers.ts';
import { startTwilio } from './stand-ins/twilio.ts';
import type { Stoppables } from './stoppables.ts';

export type EmulatorOptions = {
  readonly dataDir: string;
  readonly consoleUrl: string;
  /** What timers and the escalation workflow call. */
  readonly escalate: (input: unknown) => Promise<unknown>;
  /** Whether the next timer goes off twice. */
  readonly isTwice: () => boolean;
  readonly onSent: (mail: SentMail) => Promise<void>;
};

export type Emulators = Awaited<ReturnType<typeof startEmulators>>;

type Starting = EmulatorOptions & { readonly clock: VirtualClock };

const inFolder = ({ dataDir }: EmulatorOptions, name: string): string => join(dataDir, name);

/** The services of AWS. */
async function startServices(stoppables: Stoppables, options: Starting) {
  const { clock, escalate, isTwice, onSent } = options;
  const definition = escalationDefinition({ escalateFunctionArn: functionArn('escalate') });
  const [dynamoDb, storage, ssm, comprehend, ses, stepFunctions, scheduler] = await allStarted(
    stoppables,
    startDynamoDb({ path: inFolder(options, 'dynamodb'), clock }),
    startSqsAndS3({
      dir: inFolder(options, 'sqs-and-s3'),
      queues: queueSpecifications,
      buckets: [filesBucket, rawMailBucket],
    }),
    startSsm({ file: inFolder(options, 'ssm.json') }),
    startComprehend(),
    startSes({ onSent }),
    startStepFunctions({
      dir: inFolder(options, 'step-functions'),
      clock,
      machines: [{ name: escalationWorkflowName, arn: escalationWorkflowArn, definition }],
      invoke: (_function, input) => escalate(input),
    }),
    startScheduler({
      file: inFolder(options, 'schedules.jsonl'),
      clock,
      groups: [timersGroup],
      invoke: (_function, timer) => escalate(timer),
      isTwice,
    }),
  );
  return { dynamoDb, storage, ssm, comprehend, ses, stepFunctions, scheduler };
}

/** Whoever carries messages. */
async function startCarriers(stoppables: Stoppables, { clock, consoleUrl }: Starting) {
  const [twilio, smsVoice, socialMessaging] = await allStarted(
    stoppables,
    startTwilio({ accounts: [twilioAccount], unreachable: [unreachableNumber] }),
    startSmsVoice({ unreachable: [unreachableNumber] }),
    startSocialMessaging({ number: awsWhatsAppNumber }),
  );
  const providers = stoppables.add(
    await startProviders({ now: clock.now, publicUrl: consoleUrl, hosts: twilio.hosts }),
  );
  return { twilio, smsVoice, socialMessaging, providers };
}

/** What consoles and visitors connect to. */
async function startEntrances(stoppables: Stoppables, { clock, dataDir, consoleUrl }: Starting) {
  const [signIn, sockets, chatSockets] = await allStarted(
    stoppables,
    startSignInWhereItWas(dataDir, consoleUrl),
    startSockets(clock, 'console'),
    startSockets(clock, 'chat'),
  );
  return { signIn, sockets, chatSockets };
}

/** Starts the emulated services and the stand-ins for providers, each on a free port. */
export async function startEmulators(stoppables: Stoppables, options: EmulatorOptions) {
  mkdirSync(options.dataDir, { recursive: true });
  const clock = createVirtualClock({ file: inFolder(options, 'clock.json') });
  const starting = { ...options, clock };
  const all = [
    startServices(stoppables, starting),
    startCarriers(stoppables, starting),
    startEntrances(stoppables, starting),
  ] as const;
  // When one does not start, the others are waited for, so that they can be stopped.
  await Promise.allSettled(all);
  const [services, carriers, entrances] = await Promise.all(all);
  return { clock, ...services, ...carriers, ...entrances };
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
