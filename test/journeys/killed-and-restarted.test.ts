import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ConversationRow } from '#functions/agent-api/contract.ts';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { detailOf, eventually, rowsOf } from './journey.ts';

const customers = 10;
const messagesEach = 6;

describe('the whole system is killed mid-traffic and started again', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-killed-'));
  let system: LocalSystem | undefined;
  afterAll(async () => {
    await system?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('nothing that was answered 200 is missing, nothing is there twice', async () => {
    system = await startSystem({ dataDir });
    const accepted: string[] = [];
    const send = async (text: string, customer: number): Promise<void> => {
      const status = await system?.sendSms({ from: `+1555020${customer}`, text }).catch(() => 0);
      if (status === 200) accepted.push(text);
    };
    const traffic = (async () => {
      for (let n = 0; n < messagesEach; n += 1)
        await Promise.all(
          Array.from({ length: customers }, (_, customer) => send(`customer ${customer} message ${n}.`, customer)),
        );
    })();
    await eventually('some messages are accepted', async () => accepted.length >= (customers * messagesEach) / 3);
    const killed = system;
    await killed.kill9();
    await traffic;
    expect(accepted.length).toBeGreaterThan(0);

    system = await startSystem({ dataDir, port: Number(new URL(killed.url).port) });
    const running = system;
    const textsOf = async (row: ConversationRow): Promise<readonly string[]> =>
      (await detailOf(running, row.id)).events.flatMap((event) =>
        event.type === 'MessageReceived' ? [event.message.text] : [],
      );
    const found = await eventually(
      'every accepted message is placed',
      async () => {
        const rows = await rowsOf(running, 'ada', 'view=open');
        const texts = (await Promise.all(rows.map(textsOf))).flat();
        return accepted.every((text) => texts.includes(text)) && texts;
      },
      60_000,
    );
    expect(new Set(found).size).toBe(found.length);
    const rows = await rowsOf(running, 'ada', 'view=open');
    expect(new Set(rows.map((row) => row.customerName)).size).toBe(rows.length);
  });
});
