import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { startSystem } from '#test/support/local-system.ts';

/** A local system under load: one of our own, or one that runs already. */
export type Target = {
  readonly url: string;
  /** Ends a system of our own; false when it did not end well. One that rejected a promise unhandled has ended before. */
  stop(): Promise<boolean>;
};

/** Starts a system in a process of its own on a free port, or takes the one at the address. */
export async function targetAt(url: string | undefined): Promise<Target> {
  if (url !== undefined) return { url: url.replace(/\/$/, ''), stop: async () => true };
  const system = await startSystem({ env: { PARLEY_DUPLICATES: '0' } });
  return { url: system.url, stop: async () => (await system.stop()) === 0 };
}

async function get<Answer>(url: string, schema: z.ZodType<Answer>, headers: Record<string, string> = {}) {
  const response = await fetch(url, { headers });
  if (!response.ok) throw new Error(`${new URL(url).pathname} was answered with ${response.status}`);
  return schema.parse(await response.json());
}

async function post<Answer>(url: string, schema: z.ZodType<Answer>, given: { body: unknown; token?: string }) {
  const { body, token } = given;
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${new URL(url).pathname} was answered with ${response.status}`);
  return schema.parse(await response.json());
}

const $Token = z.object({ token: z.string() });
export const tokenOf = async ({ url }: Target, person: string): Promise<string> =>
  (await post(`${url}/local/token`, $Token, { body: { person } })).token;

const $Ticket = z.object({ ticket: z.string(), url: z.string() });
export const ticketFor = async (target: Target, person: string) =>
  post(`${target.url}/v1/realtime/tickets`, $Ticket, { body: {}, token: await tokenOf(target, person) });

const $Process = z.object({
  cpu: z.object({ user: z.number(), system: z.number() }),
  memory: z.object({ rss: z.number(), heapUsed: z.number(), external: z.number() }),
});
/** What the system's process uses, after it has collected its garbage. */
export const processOf = ({ url }: Target) => get(`${url}/local/process?collected`, $Process);

const $State = z.object({
  isIdle: z.boolean(),
  queues: z.record(z.string(), z.object({ deadLetters: z.number() })),
});

const lookEveryMs = 500;
const calmLooks = 3;

/** Waits until nothing is on its way; how many messages nobody could handle. */
export async function settled({ url }: Target): Promise<number> {
  // Several times, since a message may change queues while one looks.
  let dead = 0;
  for (let calm = 0; calm < calmLooks; ) {
    await wait(lookEveryMs);
    const { isIdle, queues } = await get(`${url}/local/state`, $State);
    calm = isIdle ? calm + 1 : 0;
    dead = Object.values(queues).reduce((sum, { deadLetters }) => sum + deadLetters, 0);
  }
  return dead;
}

const $Day = z.object({
  received: z.number(),
  placed: z.number(),
  quarantined: z.number(),
  dropped: z.record(z.string(), z.number()),
});
export type Ledger = z.infer<typeof $Day>;

/** What became of everything that came in through these connections on these days. */
export async function ledgerOf(
  target: Target,
  connectionIds: readonly string[],
  days: readonly string[],
): Promise<Ledger> {
  const authorization = `Bearer ${await tokenOf(target, 'rita')}`;
  const sum: Ledger = { received: 0, placed: 0, quarantined: 0, dropped: {} };
  for (const id of connectionIds)
    for (const day of days) {
      const one = await get(`${target.url}/v1/connections/${id}/ledger?day=${day}`, $Day, { authorization });
      sum.received += one.received;
      sum.placed += one.placed;
      sum.quarantined += one.quarantined;
      for (const [rule, count] of Object.entries(one.dropped)) sum.dropped[rule] = (sum.dropped[rule] ?? 0) + count;
    }
  return sum;
}
