import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Ticket } from '#functions/agent-api/contract.ts';
import type { ServerFrame } from '#functions/realtime/contract.ts';
import { textWebhook } from '#local/seed/simulate.ts';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { atMost, type Measure, type Part, print, rounded } from './support/report.ts';

/**
 * The whole local system from outside: signed webhooks in, frames on a console's socket out. Wall time, and noisy: the
 * system, the emulators, the sender and everybody else share this machine. Run: node bench/throughput.ts [seconds]
 */

const senders = 16;
/** Texts a second while the way to the screen is measured: a busy help desk, not a flood. */
const steadyPerSecond = 5;

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

let sent = 0;

/** Sends one text from one of many customers; how long the answer took. */
async function sendOne(system: LocalSystem, text: string): Promise<number> {
  sent += 1;
  const webhook = textWebhook(system.url, { from: `+1555${1_000_000 + (sent % 500)}`, text });
  const before = performance.now();
  const response = await fetch(webhook.url, { ...webhook.request, headers: { ...webhook.request.headers } });
  await response.body?.cancel();
  if (response.status !== 200) throw new Error(`the webhook answered ${response.status}`);
  return performance.now() - before;
}

/** As many as are accepted within so many seconds. */
async function flood(system: LocalSystem, seconds: number): Promise<{ perSecond: number; ackMs: readonly number[] }> {
  const ackMs: number[] = [];
  const started = performance.now();
  const until = started + seconds * 1000;
  const sender = async () => {
    while (performance.now() < until) ackMs.push(await sendOne(system, 'Where is my parcel?'));
  };
  await Promise.all(Array.from({ length: senders }, sender));
  return { perSecond: ackMs.length / ((performance.now() - started) / 1000), ackMs };
}

/** Opens a socket as the console does: a ticket, the handshake, a subscription to everything. */
async function openConsole(system: LocalSystem, onFrame: (frame: ServerFrame) => void): Promise<WebSocket> {
  const { body } = await system.api('maya')<Ticket>({ method: 'POST', path: '/v1/realtime/tickets' });
  const socket = new WebSocket(`${body.url}?ticket=${encodeURIComponent(body.ticket)}`);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once('error', reject);
  socket.once('open', () => socket.send(JSON.stringify({ type: 'subscribe', topics: ['account'] })));
  socket.on('message', (data) => {
    const frame: ServerFrame = JSON.parse(data.toString());
    if (frame.type === 'subscribed') resolve();
    onFrame(frame);
  });
  await promise;
  return socket;
}

/** Texts of customers that a frame puts on the screen. */
const textsIn = (frame: ServerFrame): readonly string[] =>
  frame.type === 'change'
    ? frame.events.flatMap((event) => (event.type === 'MessageReceived' ? [event.message.text] : []))
    : [];

type Steady = { readonly ackMs: readonly number[]; readonly screenMs: readonly number[] };

/** Sends at a steady pace and waits for each text to appear on the console. */
async function steadily(system: LocalSystem, seconds: number): Promise<Steady> {
  const sentAt = new Map<string, number>();
  const screenMs: number[] = [];
  const ackMs: number[] = [];
  const socket = await openConsole(system, (frame) => {
    for (const text of textsIn(frame)) {
      const at = sentAt.get(text);
      if (at !== undefined && sentAt.delete(text)) screenMs.push(performance.now() - at);
    }
  });
  for (let n = 0; n < seconds * steadyPerSecond; n += 1) {
    const text = `Where is my parcel number ${n}?`;
    sentAt.set(text, performance.now());
    ackMs.push(await sendOne(system, text));
    await wait(1000 / steadyPerSecond);
  }
  for (let left = 50; sentAt.size > 0 && left > 0; left -= 1) await wait(100);
  socket.close();
  if (sentAt.size > 0) throw new Error(`${sentAt.size} texts did not appear on the console within 5 s`);
  return { ackMs, screenMs };
}

const within = (name: string, limit: { ms: number; target: number; reference: string }): Measure =>
  atMost(name, { figure: limit.ms, target: limit.target, unit: 'ms', reference: limit.reference });

export async function throughputPart(seconds = 10): Promise<Part> {
  const system = await startSystem({ env: { PARLEY_DUPLICATES: '0' } });
  try {
    await flood(system, 2);
    await system.settled();
    const steady = await steadily(system, seconds);
    const { perSecond, ackMs } = await flood(system, seconds);
    const floodAck = `under the flood p50 ${rounded(percentile(ackMs, 0.5))} ms, p99 ${rounded(percentile(ackMs, 0.99))} ms`;
    return {
      title: 'Local end to end',
      measures: [
        {
          name: 'local: webhooks accepted a second (noisy)',
          figure: rounded(perSecond),
          target: '≥ 300',
          met: perSecond >= 300,
          reference: 'Request Tracker 7 messages/s',
        },
        within('local: webhook acknowledged, p99 (noisy)', {
          ms: percentile(steady.ackMs, 0.99),
          target: 20,
          reference: floodAck,
        }),
        within('local: on an agent’s screen, p99 (noisy)', {
          ms: percentile(steady.screenMs, 0.99),
          target: 150,
          reference: `p50 ${rounded(percentile(steady.screenMs, 0.5))} ms`,
        }),
      ],
      details: [
        `${steadyPerSecond} texts a second for ${seconds} s, then ${senders} senders at once for ${seconds} s. Acknowledged at the steady pace: p50 ${rounded(percentile(steady.ackMs, 0.5))} ms.`,
        'Wall time on one machine that runs the system, every emulator and the senders: the fewer cores, the worse.',
      ],
    };
  } finally {
    await system.stop();
  }
}

if (import.meta.main) {
  print(await throughputPart(Number(process.argv[2] ?? 10)));
  process.exit();
}
