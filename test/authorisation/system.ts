import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from 'aws-lambda';
import { catalogue } from '#functions/catalogue.ts';
import type { FunctionRow } from '#functions/function-row.ts';
import { startDynamoDb } from '#local/emulators/dynamodb/start-dynamodb.ts';
import { clientId } from '#local/emulators/sign-in/configuration.ts';
import { signingKeys } from '#local/emulators/sign-in/signing-keys.ts';
import { startSignIn } from '#local/emulators/sign-in.ts';
import { startSqsAndS3 } from '#local/emulators/sqs-and-s3.ts';
import { startSsm } from '#local/emulators/ssm.ts';
import { createVirtualClock } from '#local/emulators/virtual-clock.ts';
import { becomeLambdaRuntime } from '#local/environment.ts';
import { queueSpecifications } from '#local/events/event-sources.ts';
import { type Functions, functionNames } from '#local/functions.ts';
import { createAuthorizer } from '#local/http/authorizer.ts';
import { startGateway } from '#local/http/gateway.ts';
import { sendJson } from '#local/http/http-event.ts';
import {
  configurationSet,
  filesBucket,
  queueName,
  rawMailBucket,
  secretsPath,
  socketStages,
  tableName,
} from '#local/names.ts';
import { startSockets, upgradeBetween } from '#local/sockets.ts';
import { startProviders } from '#local/stand-ins/providers.ts';
import { createTable } from '#local/table.ts';
import { aContext } from '#test/support/lambda.ts';

/** Reached by nobody: what runs by itself in the full system would change what is asked about. */
const nowhere = 'http://127.0.0.1:1';

/** The services that the functions need, in memory. */
async function startServices(publicUrl: string, dir: string) {
  const clock = createVirtualClock();
  const signInOptions = { people: [], consoleOrigin: publicUrl, audience: clientId, dir };
  const [dynamoDb, storage, ssm, consoleSockets, chatSockets, signIn, providers] = await Promise.all([
    startDynamoDb({ clock }),
    startSqsAndS3({ queues: queueSpecifications, buckets: [filesBucket, rawMailBucket] }),
    startSsm(),
    startSockets(clock, 'console'),
    startSockets(clock, 'chat'),
    startSignIn(signInOptions),
    startProviders({ now: clock.now, publicUrl, hosts: {} }),
  ]);
  const all = [dynamoDb, storage, ssm, consoleSockets, chatSockets, signIn, providers];
  return { clock, dynamoDb, storage, ssm, consoleSockets, chatSockets, signIn, providers, all };
}
type Services = Awaited<ReturnType<typeof startServices>>;

const endpointsOf = ({ dynamoDb, storage, ssm }: Services) => ({
  DYNAMODB: dynamoDb.endpoint,
  SQS: storage.endpoint,
  S3: storage.endpoint,
  SSM: ssm.endpoint,
  SFN: nowhere,
  SCHEDULER: nowhere,
  SES: nowhere,
  PINPOINT_SMS_VOICE_V2: nowhere,
  SOCIALMESSAGING: nowhere,
  COMPREHEND: nowhere,
});

function valuesFor(url: string, services: Services) {
  const { storage, consoleSockets, chatSockets, providers } = services;
  const queueUrl = (name: Parameters<typeof queueName>[0]): string => storage.queueUrls[queueName(name)] ?? '';
  const socketsUrl = url.replace(/^http/, 'ws');
  return {
    TABLE_NAME: tableName,
    INBOUND_QUEUE_URL: queueUrl('inbound'),
    URGENT_QUEUE_URL: queueUrl('urgent'),
    STANDARD_QUEUE_URL: queueUrl('standard'),
    OUTBOUND_QUEUE_URL: queueUrl('outbound'),
    FILES_BUCKET: filesBucket,
    SECRETS_PATH: secretsPath,
    PUBLIC_URL: url,
    ANALYSIS: 'embedded',
    ESCALATION_WORKFLOW_ARN: nowhere,
    SOCKETS_URL: consoleSockets.managementUrl,
    SOCKETS_PUBLIC_URL: `${socketsUrl}/${socketStages.console}`,
    CHAT_SOCKETS_URL: chatSockets.managementUrl,
    CHAT_SOCKETS_PUBLIC_URL: `${socketsUrl}/${socketStages.chat}`,
    STAND_INS_URL: providers.url,
    SES_CONFIGURATION_SET: configurationSet,
  };
}

type HandlerModule = {
  readonly create: (
    environment: Readonly<Record<string, string | undefined>>,
    runtime: { readonly now: () => Date },
  ) => (event: unknown, context: Context) => Promise<unknown>;
};

/** The functions that requests and sockets wake; the others cannot be asked anything. */
async function startFunctions(values: Readonly<Record<string, string>>, now: () => Date): Promise<Functions> {
  const asked = functionNames.filter((name) => ['http', 'socket'].includes(catalogue[name].trigger.kind));
  const handlers = new Map(
    await Promise.all(
      asked.map(async (name) => {
        const row: FunctionRow = catalogue[name];
        const { create }: HandlerModule = await import(
          new URL(`../../functions/${row.entry}/handler.ts`, import.meta.url).href
        );
        return [name, create(values, { now })] as const;
      }),
    ),
  );
  return {
    async invoke(name, event) {
      const handler = handlers.get(name);
      if (!handler) throw new Error(`${name} is woken by no request`);
      return handler(event, aContext());
    },
  };
}

/**
 * The real functions behind the real routes, authoriser and socket handshakes on one port; nothing wakes them but requests.
 */
export async function startWaysIn() {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  const dir = mkdtempSync(join(tmpdir(), 'parley-authorisation-'));
  const gateway = await startGateway(0);
  const url = `http://127.0.0.1:${gateway.port}`;
  const services = await startServices(url, dir);
  becomeLambdaRuntime(endpointsOf(services), dir);
  await createTable();
  const values = valuesFor(url, services);
  const functions = await startFunctions(values, services.clock.now);
  const { consoleSockets, chatSockets, signIn } = services;
  consoleSockets.serveWith(functions);
  chatSockets.serveWith(functions);
  gateway.open({
    functions,
    authorizer: createAuthorizer({ issuer: signIn.issuer, jwksUri: signIn.jwksUri, audience: clientId }),
    site: { serve: (_path, response) => sendJson(response, 404, { message: 'Not Found' }) },
    local: async (_received, response) => sendJson(response, 404, { message: 'Not Found' }),
    upgrade: upgradeBetween({ console: consoleSockets, chat: chatSockets }),
  });
  gateway.ready();
  return {
    url,
    values,
    functions,
    issuing: { issuer: signIn.issuer, keys: await signingKeys(dir) },
    async stop() {
      await Promise.all([gateway, ...services.all].map((each) => each.stop()));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
export type WaysIn = Awaited<ReturnType<typeof startWaysIn>>;
