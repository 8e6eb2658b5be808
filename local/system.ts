import { join } from 'node:path';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { SocketApiName } from '#functions/function-row.ts';
import type { EnvironmentValues } from '#lib/environment.ts';
import { awsWhatsAppNumber } from './channels/aws-whatsapp.ts';
import { startMailServer } from './emulators/mail-server.ts';
import { clientId, scope } from './emulators/sign-in/configuration.ts';
import { becomeLambdaRuntime } from './environment.ts';
import { createDice } from './events/dice.ts';
import { startEventSources } from './events/event-sources.ts';
import { leadFunctionOutput } from './function-output.ts';
import { type Functions, startFunctions } from './functions.ts';
import { createAuthorizer } from './http/authorizer.ts';
import type { Gateway } from './http/gateway.ts';
import { createSite } from './http/site.ts';
import { createLocalApi } from './local-api.ts';
import { createMailFeedback } from './mail/mail-feedback.ts';
import { createMailIntake } from './mail/mail-intake.ts';
import { createMailTopic } from './mail/mail-topic.ts';
import {
  configurationSet,
  escalationWorkflowArn,
  filesBucket,
  functionArn,
  queueArn,
  queueName,
  secretsPath,
  socketStages,
  tableName,
  timersGroup,
  timersRoleArn,
} from './names.ts';
import type { Parts } from './parts.ts';
import { upgradeBetween } from './sockets.ts';
import { createDeliver, type Deliver } from './stand-ins/deliver.ts';
import { type Emulators, startEmulators } from './start-emulators.ts';
import { createStoppables, type Stoppables } from './stoppables.ts';
import { createTable } from './table.ts';

export type SystemOptions = {
  readonly dataDir: string;
  readonly analysis: string;
  /** What decides which deliveries happen twice. */
  readonly seed: number;
  /** How often something is delivered twice, from 0 to 1. */
  readonly duplicates: number;
  /** Where functions log to; nowhere when there is none. */
  readonly logFile: string | undefined;
};

export type LocalSystem = Parts & { stop(): Promise<void> };

/** Starts everything behind the gateway and opens it. */
export async function startSystem(gateway: Gateway, options: SystemOptions): Promise<LocalSystem> {
  const stoppables = createStoppables();
  try {
    return { ...(await startParts({ gateway, options, stoppables })), stop: stoppables.stop };
  } catch (error) {
    await stoppables.stop();
    throw error;
  }
}

type Starting = { readonly gateway: Gateway; readonly options: SystemOptions; readonly stoppables: Stoppables };

async function startParts(starting: Starting): Promise<Parts> {
  const { gateway, options, stoppables } = starting;
  stoppables.add(leadFunctionOutput(options.logFile));
  // Timers and workflows go on where they were before the functions are made; they wait for them.
  const functionsMade = Promise.withResolvers<Functions>();
  const feedbackFolder = join(options.dataDir, 'mail-feedback');
  const feedback = stoppables.add(createMailFeedback(feedbackFolder, () => emulators.clock.now()));
  const timerDice = createDice(options.seed);
  const emulators = await startEmulators(stoppables, {
    dataDir: options.dataDir,
    consoleUrl: gateway.url,
    isTwice: () => timerDice.hits(options.duplicates),
    escalate: async (input) => (await functionsMade.promise).invoke('escalate', input),
    onSent: feedback.sent,
  });
  becomeLambdaRuntime(endpointsOf(emulators), options.dataDir);
  await createTable();
  const functions = await startFunctions(valuesFor(gateway, emulators, options), emulators.clock.now);
  functionsMade.resolve(functions);
  const deliver = connectCarriers(emulators, functions, gateway.url);
  const parts = await startIntake(starting, { emulators, functions, deliver, feedback });
  openGateway(gateway, emulators, { functions, parts });
  return parts;
}

/** Lets providers and services tell the functions what happens. */
function connectCarriers(emulators: Emulators, functions: Functions, publicUrl: string): Deliver {
  const { clock, providers, socialMessaging, smsVoice, sockets, chatSockets } = emulators;
  const deliver = createDeliver({ publicUrl, functions, now: clock.now });
  providers.start(deliver);
  socialMessaging.publishWith((entry) => deliver(awsWhatsAppNumber.topicMessage(entry)));
  smsVoice.publishWith((event) => deliver({ topic: 'aws-sms', message: JSON.stringify(event) }));
  sockets.serveWith(functions);
  chatSockets.serveWith(functions);
  return deliver;
}

type Running = {
  readonly emulators: Emulators;
  readonly functions: Functions;
  readonly deliver: Deliver;
  readonly feedback: ReturnType<typeof createMailFeedback>;
};

/** Mail in, and what wakes functions besides requests. */
async function startIntake({ gateway, options, stoppables }: Starting, running: Running): Promise<Parts> {
  const { emulators, functions, deliver, feedback } = running;
  const { clock, dynamoDb, storage, ses, signIn } = emulators;
  const topic = createMailTopic(functions, clock.now);
  const intake = createMailIntake({ topic, now: clock.now });
  const mailServer = stoppables.add(
    await startMailServer({ onMail: async (mail) => void (await intake.receive(mail)) }),
  );
  const { duplicates, dataDir, seed } = options;
  const { queueUrls } = storage;
  const dice = createDice(seed);
  const sources = stoppables.add(
    startEventSources({ functions, clock, dice, duplicates, dynamoDb, queueUrls, dataDir }),
  );
  feedback.start(topic);
  const addresses = { url: gateway.url, mailInbox: ses.inboxUrl, smtpPort: mailServer.port, issuer: signIn.issuer };
  return { ...emulators, addresses, deliver, intake, sources, executions };
}

type Opened = { readonly functions: Functions; readonly parts: Parts };

function openGateway(gateway: Gateway, emulators: Emulators, { functions, parts }: Opened): void {
  const { signIn, storage, sockets, chatSockets } = emulators;
  gateway.open({
    functions,
    authorizer: createAuthorizer({ issuer: signIn.issuer, jwksUri: signIn.jwksUri, audience: clientId }),
    site: createSite({
      connectsTo: [signIn.issuer, socketsUrl(gateway, 'console'), socketsUrl(gateway, 'chat')],
      files: storage.endpoint,
      config: { issuer: signIn.issuer, clientId, scope, apiUrl: '' },
    }),
    local: createLocalApi(parts),
    upgrade: upgradeBetween({ console: sockets, chat: chatSockets }),
  });
}

const socketsUrl = ({ port }: Gateway, api: SocketApiName): string => `ws://localhost:${port}/${socketStages[api]}`;

const endpointsOf = ({
  dynamoDb,
  storage,
  stepFunctions,
  scheduler,
  ssm,
  ses,
  smsVoice,
  socialMessaging,
  comprehend,
}: Emulators) => ({
  DYNAMODB: dynamoDb.endpoint,
  SQS: storage.endpoint,
  S3: storage.endpoint,
  SFN: stepFunctions.endpoint,
  SCHEDULER: scheduler.endpoint,
  SSM: ssm.endpoint,
  SES: ses.endpoint,
  PINPOINT_SMS_VOICE_V2: smsVoice.endpoint,
  SOCIALMESSAGING: socialMessaging.endpoint,
  COMPREHEND: comprehend.endpoint,
});

/** One value for each variable that some function asks for, as lib/parley.ts gives them in the cloud. */
function valuesFor(
  gateway: Gateway,
  { storage, sockets, chatSockets, providers }: Emulators,
  options: SystemOptions,
): EnvironmentValues {
  const queueUrl = (name: Parameters<typeof queueName>[0]): string => storage.queueUrls[queueName(name)] ?? '';
  return {
    TABLE_NAME: tableName,
    INBOUND_QUEUE_URL: queueUrl('inbound'),
    URGENT_QUEUE_URL: queueUrl('urgent'),
    STANDARD_QUEUE_URL: queueUrl('standard'),
    OUTBOUND_QUEUE_URL: queueUrl('outbound'),
    FILES_BUCKET: filesBucket,
    SECRETS_PATH: secretsPath,
    PUBLIC_URL: gateway.url,
    ANALYSIS: options.analysis,
    ESCALATION_WORKFLOW_ARN: escalationWorkflowArn,
    TIMERS_GROUP: timersGroup,
    TIMERS_TARGET_ARN: functionArn('escalate'),
    TIMERS_ROLE_ARN: timersRoleArn,
    TIMERS_DEAD_LETTERS_ARN: queueArn('parley-timers-dead-letters'),
    SOCKETS_URL: sockets.managementUrl,
    SOCKETS_PUBLIC_URL: socketsUrl(gateway, 'console'),
    CHAT_SOCKETS_URL: chatSockets.managementUrl,
    CHAT_SOCKETS_PUBLIC_URL: socketsUrl(gateway, 'chat'),
    STAND_INS_URL: providers.url,
    SES_CONFIGURATION_SET: configurationSet,
  };
}

async function executions(): Promise<Record<string, number>> {
  const client = new SFNClient({});
  const counts: Record<string, number> = {};
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new ListExecutionsCommand({ stateMachineArn: escalationWorkflowArn, ...(nextToken ? { nextToken } : {}) }),
    );
    for (const { status = 'unknown' } of page.executions ?? []) counts[status] = (counts[status] ?? 0) + 1;
    nextToken = page.nextToken;
  } while (nextToken);
  client.destroy();
  return counts;
}
