import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { providerFetch } from '#adapters/channels/shared/provider-fetch.ts';
import { createCursorStore } from '#adapters/dynamodb/cursor-store.ts';
import { createHealthStore } from '#adapters/dynamodb/health-store.ts';
import { connectionsOn, tableNamed } from '#adapters/dynamodb/stores.ts';
import { idFrom } from '#adapters/ids.ts';
import { sendToQueue } from '#adapters/sqs/send-to-queue.ts';
import { secretsBelow } from '#adapters/ssm/secrets.ts';
import { catalogue } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { logOf } from '#functions/middleware/log.ts';
import { noteOutcome } from './note-outcome.ts';
import { type PollAllNeeds, pollAll } from './poll-all.ts';
import { sourcesWith } from './sources.ts';

export const { create, handler } = deployed(catalogue.pollSources, (environment, { now }) => {
  const table = tableNamed(environment.TABLE_NAME);
  const logger = logOf('poll-sources');
  const health = createHealthStore(table);
  const needs: PollAllNeeds = {
    connections: connectionsOn(table),
    cursors: createCursorStore(table),
    sourceOf: sourcesWith({
      secret: secretsBelow(new SSMClient({}), environment.SECRETS_PATH),
      fetch: providerFetch(environment.STAND_INS_URL),
      idFrom,
      now,
    }),
    inbound: sendToQueue(new SQSClient({}), environment.INBOUND_QUEUE_URL),
    note: (connection, outcome) => noteOutcome({ log: logger, health, now }, connection, outcome),
    now,
  };
  return edge(logger, async (_event: unknown) => {
    const alarming = await pollAll(needs);
    // Everybody had a turn; this raises the alarm.
    if (alarming.length > 0) throw new Error(`polling failed for connections ${alarming.join(', ')}`);
  });
});
