import { SSMClient } from '@aws-sdk/client-ssm';
import { providerFetch } from '#adapters/channels/shared/provider-fetch.ts';
import { withRoster } from '#adapters/dynamodb/agent-roster.ts';
import { createHealthStore } from '#adapters/dynamodb/health-store.ts';
import { createLedgerStore } from '#adapters/dynamodb/ledger-store.ts';
import { createQuarantineStore } from '#adapters/dynamodb/quarantine-store.ts';
import { storesOn, tableNamed, withRememberedList } from '#adapters/dynamodb/stores.ts';
import { createEmbeddedAnalyser } from '#adapters/embedded-analysis/embedded-analyser.ts';
import { createLanguageDetector } from '#adapters/embedded-analysis/language-detector.ts';
import { idFrom } from '#adapters/ids.ts';
import { bucketNamed } from '#adapters/s3/bucket-named.ts';
import { secretsBelow } from '#adapters/ssm/secrets.ts';
import { type AnalysisNeeds, analyseInTime } from '#domain/analysis/analyse-in-time.ts';
import type { Analyser } from '#domain/analysis/analyser.ts';
import { healthWithNotice } from '#domain/channels/health.ts';
import { $InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { catalogue } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { logOf } from '#functions/middleware/log.ts';
import { onQueue } from '#functions/middleware/on-queue.ts';
import type { ReaderNeeds } from './reader-needs.ts';
import { readersWith } from './readers.ts';
import { type ReceivingNeeds, receiveEnvelope } from './receive-envelope.ts';

/** A customer's message waits at most this long for Comprehend before the embedded engine answers. */
const analysisTimeLimitMs = 800;

function analysisIn(mode: AnalysisNeeds['mode']): AnalysisNeeds {
  const embeddedLanguage = createLanguageDetector();
  const embedded = createEmbeddedAnalyser(embeddedLanguage);
  if (mode === 'embedded') return { mode, embedded, timeLimitMs: analysisTimeLimitMs };
  let loading: Promise<Analyser> | undefined;
  const comprehend: Analyser = async (...asked) => {
    loading ??= import('./comprehend.ts').then((module) => module.comprehendBeside({ embedded, embeddedLanguage }));
    return (await loading)(...asked);
  };
  return { mode, embedded, comprehend, timeLimitMs: analysisTimeLimitMs };
}

function readerNeeds(
  environment: {
    readonly SECRETS_PATH: string;
    readonly FILES_BUCKET: string;
    readonly PUBLIC_URL: string;
    readonly STAND_INS_URL: string;
  },
  stores: Pick<ReaderNeeds, 'connections' | 'now'>,
): ReaderNeeds {
  const { files, read } = bucketNamed(environment.FILES_BUCKET);
  return {
    ...stores,
    secret: secretsBelow(new SSMClient({}), environment.SECRETS_PATH),
    fetch: providerFetch(environment.STAND_INS_URL),
    files,
    filesBucket: environment.FILES_BUCKET,
    mail: { get: (bucket: string, key: string) => read({ bucket, key }) },
    publicUrl: environment.PUBLIC_URL,
  };
}

export const { create, handler } = deployed(catalogue.receiveMessages, (environment, { now }) => {
  const table = tableNamed(environment.TABLE_NAME);
  const { agents, conversations, ...others } = storesOn(table);
  const connections = withRememberedList(others.connections);
  const stores = { ...others, connections, ...withRoster({ agents, conversations }) };
  const analysis = analysisIn(environment.ANALYSIS);
  const reading = readerNeeds(environment, { connections: stores.connections, now });
  const health = createHealthStore(table);
  const logger = logOf('receive-messages');
  const needs: ReceivingNeeds = {
    ...stores,
    reader: readersWith(reading),
    files: reading.files,
    ledger: createLedgerStore(table),
    noteHealth: async (notice) => health.put(healthWithNotice(await health.get(notice.connectionId), notice)),
    quarantine: createQuarantineStore(table),
    analyse: (text, hints) => analyseInTime(analysis, text, hints),
    idFrom,
    now,
    log: {
      info: (event, fields) => logger.info(event, fields),
      quarantined: async () => (await import('./count-quarantined.ts')).countQuarantined(),
    },
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  };
  return onQueue(logger, $InboundEnvelope, ({ body }) => receiveEnvelope(needs, body));
});
