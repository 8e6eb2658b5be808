import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { formParams, isSignedByTwilio } from '#adapters/channels/twilio/signature.ts';
import { createTwilioReader } from '#adapters/channels/twilio-sms/read-twilio-sms.ts';
import { memoryRecords } from '#adapters/memory/stores.ts';
import { analyseInTime } from '#domain/analysis/analyse-in-time.ts';
import type { Analyser } from '#domain/analysis/analyser.ts';
import { $InboundEnvelope, type InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { type ReceivingNeeds, receiveEnvelope } from '#functions/receive-messages/receive-envelope.ts';
import { options } from '#lib/bundling/bundle-function.ts';
import { anAnalysis } from '#test/support/builders.ts';
import { memoryNeeds, noFiles } from './support/memory-needs.ts';
import { atMost, type Part, print } from './support/report.ts';
import { business } from './support/system.ts';
import { smsWebhook } from './support/traffic.ts';
import { turnsOf } from './support/turns.ts';

/**
 * CPU of our own code per inbound text: verify the webhook, encode and decode the SQS message, read it, place it in its
 * conversation; every store in memory, everything warm. Run: node bench/cpu.ts [messages]
 */

const rounds = 5;

type Webhook = ReturnType<typeof smsWebhook>;

/** What the webhook function does with the bytes, as far as the SQS queue. */
function accept(webhook: Webhook): string {
  const body = Buffer.from(webhook.body ?? '', 'base64').toString('utf8');
  const signed = isSignedByTwilio({
    url: `${business.publicUrl}${webhook.rawPath}`,
    signature: webhook.headers['x-twilio-signature'],
    authTokens: business.twilio.authTokens,
    params: formParams(body),
  });
  if (!signed) throw new Error('the bench signs its webhooks wrongly');
  const envelope: InboundEnvelope = {
    id: `${webhook.requestContext.requestId}-0`,
    provider: 'twilio-sms',
    connectionId: business.sms.id,
    receivedAt: new Date().toISOString(),
    contentType: 'application/x-www-form-urlencoded',
    body,
    encoding: 'utf8',
  };
  return JSON.stringify(envelope);
}

// Texts without media need neither credentials nor files.
const readTwilio = createTwilioReader({
  connections: memoryRecords([business.sms]),
  secret: async () => undefined,
  fetch,
  files: noFiles,
});

/** Milliseconds of CPU per message, in one go through all of them. */
async function once(webhooks: readonly Webhook[], analyse: ReceivingNeeds['analyse']): Promise<number> {
  const outcomes = new Map<string, number>();
  const needs = memoryNeeds({ connections: [business.sms], reader: async () => readTwilio, analyse, outcomes });
  const before = process.cpuUsage();
  for (const webhook of webhooks) await receiveEnvelope(needs, $InboundEnvelope.parse(JSON.parse(accept(webhook))));
  const { user, system } = process.cpuUsage(before);
  if (outcomes.get('message-placed') !== webhooks.length) throw new Error('not every message of the bench was placed');
  return (user + system) / 1000 / webhooks.length;
}

async function median(webhooks: readonly Webhook[], analyse: ReceivingNeeds['analyse']): Promise<number> {
  await once(webhooks.slice(0, 2000), analyse);
  const all: number[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await once(webhooks, analyse));
  return all.toSorted((a, b) => a - b)[rounds >> 1] ?? 0;
}

/** The embedded engine as functions are bundled with it: its data lies otherwise there. */
async function bundledAnalyser(): Promise<Analyser> {
  const outdir = mkdtempSync(join(tmpdir(), 'parley-analyser-'));
  try {
    await build({ ...options, entryPoints: { index: 'adapters/embedded-analysis/embedded-analyser.ts' }, outdir });
    const analyse: Analyser = (await import(join(outdir, 'index.mjs'))).createEmbeddedAnalyser();
    // Loads what it needs while it is there.
    await analyse('Hello, where is my order?', { firstMessage: true });
    return analyse;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

export async function cpuPart(messages = 5000): Promise<Part> {
  const webhooks = turnsOf(messages).map(smsWebhook);
  const embedded = await bundledAnalyser();
  const analysis = { mode: 'embedded', embedded, timeLimitMs: 800 } as const;
  const without = await median(webhooks, async () => anAnalysis());
  const whole = await median(webhooks, (text, hints) => analyseInTime(analysis, text, hints));
  const target = 0.3;
  const reference = 'Request Tracker 143-194 ms (with MIME and database)';
  return {
    title: 'CPU',
    measures: [
      atMost('CPU per inbound message, stores in memory, without analysis', {
        figure: without,
        target,
        unit: 'ms',
        reference,
      }),
      atMost('CPU per inbound message, stores in memory, with embedded analysis', {
        figure: whole,
        target,
        unit: 'ms',
        reference,
      }),
    ],
    details: [
      `${messages} texts of 500 characters, warm, median of ${rounds} rounds.`,
      'Verify, SQS message to and fro, read, identify, find, analyse, decide, save. No network and no SDK. The embedded engine is the bundled one.',
    ],
  };
}

if (import.meta.main) print(await cpuPart(Number(process.argv[2] ?? 5000)));
