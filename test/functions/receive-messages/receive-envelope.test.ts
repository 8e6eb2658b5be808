import { describe, expect, it } from 'vitest';
import { memoryLedger, memoryQuarantine } from '#adapters/memory/stores.ts';
import type { Receipt } from '#domain/channels/delivery.ts';
import type { InboundEnvelope, InboundItem, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import { sumsOf } from '#domain/channels/ledger.ts';
import type { AccountNotice } from '#domain/channels/message-update.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { catalogue } from '#functions/catalogue.ts';
import { receiveEnvelope } from '#functions/receive-messages/receive-envelope.ts';
import { aConnection, aMail, aMessage, aPolicy, aReply, at, noon } from '#test/support/builders.ts';
import { aWorld } from '#test/support/memory-world.ts';

const envelope = (overrides: Partial<InboundEnvelope> = {}): InboundEnvelope => ({
  provider: 'twilio-sms',
  connectionId: 'support-sms',
  receivedAt: noon,
  contentType: 'application/x-www-form-urlencoded',
  body: 'MessageSid=SM1&Body=hello',
  encoding: 'utf8',
  ...overrides,
});

const message = (providerId: string, overrides: Parameters<typeof aMessage>[0] = {}): InboundItem => ({
  kind: 'message',
  message: aMessage({ providerId, ...overrides }),
});
const receipt = (providerId: string, status: Receipt['status'] = 'delivered'): InboundItem => ({
  kind: 'receipt',
  receipt: { connectionId: 'support-sms', providerId, status, at: noon, receiptId: `${providerId}:${status}` },
});

/** A world in which every body says the same. */
function receiving(items: readonly InboundItem[] | Error, setup: Parameters<typeof aWorld>[0] = {}) {
  const world = aWorld(setup);
  const quarantine = memoryQuarantine();
  const log: (readonly [string, Record<string, unknown>])[] = [];
  const waits: number[] = [];
  const removed: string[] = [];
  const notices: AccountNotice[] = [];
  let counted = 0;
  let meanwhile: () => Promise<unknown> = async () => undefined;
  const read: ReadEnvelope = async () => {
    if (items instanceof Error) throw items;
    return items;
  };
  const needs = {
    ...world.needs,
    reader: async () => read,
    files: { remove: async (key: string) => void removed.push(key) },
    ledger: memoryLedger(world.memory),
    noteHealth: async (notice: AccountNotice) => void notices.push(notice),
    quarantine,
    log: {
      info: (event: string, fields: Record<string, unknown>) => void log.push([event, fields]),
      quarantined: () => {
        counted += 1;
      },
    },
    wait: async (milliseconds: number) => {
      waits.push(milliseconds);
      await meanwhile();
    },
  };
  return {
    world,
    needs,
    log,
    waits,
    removed,
    notices,
    counted: () => counted,
    receive: (overrides: Partial<InboundEnvelope> = {}) => receiveEnvelope(needs, envelope(overrides)),
    inQuarantine: () => quarantine.list(10),
    whileWaiting: (work: () => Promise<unknown>) => {
      meanwhile = work;
    },
  };
}

describe('what a provider sent', () => {
  it('is placed, each thing in it', async () => {
    const { world, receive, inQuarantine } = receiving([
      message('SM1'),
      message('SM2', { sender: { address: '+15550101', verified: true } }),
    ]);
    await receive();
    expect(world.memory.conversations.size).toBe(2);
    expect(await inQuarantine()).toStrictEqual([]);
  });

  it('is logged by ids only', async () => {
    const { log, receive } = receiving([message('SM1', { text: 'my secret' }), { kind: 'dropped', rule: 'ses-open' }]);
    await receive();
    expect(log.map(([event]) => event)).toStrictEqual(['message-placed', 'item-dropped']);
    expect(JSON.stringify(log)).not.toMatch(/secret|15550100/);
  });

  it('changes nothing when it comes twice', async () => {
    const { world, receive } = receiving([message('SM1')]);
    await receive();
    const before = [...world.memory.conversations.values()];
    await receive();
    expect([...world.memory.conversations.values()]).toStrictEqual(before);
  });

  it('is delivered again after an outage', async () => {
    const { receive, inQuarantine } = receiving(new Error('DynamoDB cannot be reached'));
    await expect(receive()).rejects.toThrow('cannot be reached');
    expect(await inQuarantine()).toStrictEqual([]);
  });
});

describe('quarantine', () => {
  const unreadable = new Refusal('invalid', 'From is missing');

  it('keeps what cannot be read, whole and with the reason', async () => {
    const { receive, inQuarantine, counted } = receiving(unreadable);
    await receive();
    expect(await inQuarantine()).toMatchObject([
      { reason: 'From is missing', attempts: 1, quarantinedAt: noon, envelope: envelope() },
    ]);
    expect(counted()).toBe(1);
  });

  it('is one entry for one body, however often it comes, and counts', async () => {
    const { world, receive, inQuarantine } = receiving(unreadable);
    await receive();
    world.moveClockTo(at('13:00'));
    await receive();
    expect(await inQuarantine()).toMatchObject([{ attempts: 2, quarantinedAt: noon }]);
    await receive({ body: 'another' });
    expect(await inQuarantine()).toHaveLength(2);
  });

  it('takes a body of which one part cannot be placed, while its neighbours are', async () => {
    const items = [message('SM1'), message('SM2', { connectionId: 'gone' }), message('SM3')];
    const { world, receive, inQuarantine } = receiving(items);
    await receive();
    const [conversation] = world.memory.conversations.values();
    const placed = (await world.events(conversation?.id ?? '')).filter((event) => event.type === 'MessageReceived');
    expect(placed).toHaveLength(2);
    expect(await inQuarantine()).toMatchObject([{ reason: 'there is no connection "gone"; create it and retry' }]);
  });

  it('notes when a retry has placed it', async () => {
    const { world, receive, inQuarantine } = receiving([message('SM1')], { policies: [] });
    await receive();
    const [entry] = await inQuarantine();
    expect(entry).toMatchObject({ reason: expect.stringContaining('policy "standard"') });
    await world.settings.policies.put(aPolicy());
    world.moveClockTo(at('13:00'));
    await receive({ quarantineId: entry?.id });
    expect(await inQuarantine()).toStrictEqual([{ ...entry, placedAt: at('13:00') }]);
    expect(world.memory.conversations.size).toBe(1);
  });

  it('keeps the entry, with the new reason, when a retry cannot place it either', async () => {
    const { world, receive, inQuarantine } = receiving([message('SM1')], { policies: [] });
    await receive();
    const [entry] = await inQuarantine();
    await world.settings.policies.put(aPolicy({ calendarId: 'gone' }));
    await receive({ quarantineId: entry?.id });
    expect(await inQuarantine()).toStrictEqual([
      { ...entry, attempts: 2, reason: 'policy "standard" names calendar "gone", which does not exist' },
    ]);
  });
});

describe('a receipt', () => {
  const sentMessage = async (world: ReturnType<typeof aWorld>, providerId: string) => {
    const { memory } = world;
    await world.happens('c1', ...opened);
    memory.claims.set(`support-sms#${providerId}`, {
      key: `support-sms#${providerId}`,
      conversationId: 'c1',
      commitId: 'sent',
      messageId: 'm1',
    });
  };
  const opened = [
    {
      type: 'ConversationOpened',
      customerId: 'amara',
      customerName: 'Amara',
      channel: 'sms',
      connectionId: 'support-sms',
      queueId: 'billing',
      priority: 'normal',
      subject: 'Refund',
      reason: 'first contact',
    },
    aReply({ messageId: 'm1' }),
  ] as const;

  it('is noted at once when the message is known', async () => {
    const { world, receive, waits } = receiving([receipt('SM900')]);
    await sentMessage(world, 'SM900');
    await receive();
    expect((await world.conversation('c1')).deliveries).toStrictEqual({ m1: 'delivered' });
    expect(waits).toStrictEqual([]);
  });

  it('is waited for when it overtakes the answer to our send', async () => {
    const { world, receive, waits, whileWaiting, inQuarantine } = receiving([receipt('SM900')]);
    whileWaiting(async () => waits.length === 2 && (await sentMessage(world, 'SM900')));
    await receive();
    expect((await world.conversation('c1')).deliveries).toStrictEqual({ m1: 'delivered' });
    expect(await inQuarantine()).toStrictEqual([]);
  });

  it('goes to quarantine when it is about no message of ours', async () => {
    const { receive, inQuarantine } = receiving([receipt('SM900')]);
    await receive();
    expect(await inQuarantine()).toMatchObject([
      { reason: 'a receipt for a message that Parley did not send through this connection' },
    ]);
  });

  it("is never waited for so long that a batch full of unknown ones takes half of the function's time", async () => {
    const { receive, waits } = receiving([receipt('SM900')]);
    await receive();
    const { timeoutSeconds, trigger } = catalogue.receiveMessages;
    const batchMs = waits.reduce((sum, wait) => sum + wait, 0) * trigger.batchSize;
    expect(batchMs).toBeGreaterThan(0);
    expect(batchMs).toBeLessThan((timeoutSeconds * 1000) / 2);
  });
});

describe('the ledger of a connection', () => {
  const lines = async ({ needs }: ReturnType<typeof receiving>) => needs.ledger.ofDay('support-sms', '2026-11-19');
  const dropped: InboundItem = { kind: 'dropped', rule: 'telegram-typing' };

  it('has every item of a batch, each under what became of it', async () => {
    const unreadable: InboundItem = { kind: 'unreadable', reason: 'no sender', body: '{"only":"this"}' };
    const batch = receiving([message('SM1'), dropped, unreadable]);
    await batch.receive({ id: 'e1' });
    expect(sumsOf(await lines(batch))).toStrictEqual({
      received: 3,
      placed: 1,
      quarantined: 1,
      dropped: { 'telegram-typing': 1 },
    });
    expect(await batch.inQuarantine()).toMatchObject([{ reason: 'no sender', envelope: { body: '{"only":"this"}' } }]);
  });

  it('counts a redelivery of the provider as one that was there already', async () => {
    const batch = receiving([message('SM1')]);
    await batch.receive({ id: 'e1' });
    await batch.receive({ id: 'e2' });
    expect(sumsOf(await lines(batch))).toMatchObject({ received: 2, placed: 1, dropped: { 'already-placed': 1 } });
  });

  it('counts nothing twice that our own queue delivers twice', async () => {
    const batch = receiving([message('SM1'), dropped, { kind: 'unreadable', reason: 'no sender', body: 'x' }]);
    await batch.receive({ id: 'e1' });
    await batch.receive({ id: 'e1' });
    expect(sumsOf(await lines(batch))).toMatchObject({ received: 3, placed: 1, quarantined: 1 });
  });

  it('counts a mail once that our own queue delivers twice', async () => {
    const mail: InboundItem = {
      kind: 'message',
      message: aMail({ connectionId: 'support-mail', providerId: 'ses-1' }),
    };
    const batch = receiving([mail]);
    const { connectionId: _, ...arrived } = envelope({ id: 'e1', provider: 'ses-email' });
    await receiveEnvelope(batch.needs, arrived);
    await receiveEnvelope(batch.needs, arrived);
    await receiveEnvelope(batch.needs, { ...arrived, id: 'e2' });
    expect(sumsOf(await batch.needs.ledger.ofDay('support-mail', '2026-11-19'))).toMatchObject({
      received: 2,
      placed: 1,
      dropped: { 'already-placed': 1 },
    });
  });

  it('counts a change of a message like a message, once', async () => {
    const edited: InboundItem = {
      kind: 'update',
      update: {
        connectionId: 'support-sms',
        providerId: 'SM1',
        updateId: 'u1',
        at: noon,
        by: 'customer',
        change: { what: 'edited', text: 'Never mind' },
      },
    };
    const batch = receiving([message('SM1'), edited]);
    await batch.receive({ id: 'e1' });
    await batch.receive({ id: 'e1' });
    expect(sumsOf(await lines(batch))).toStrictEqual({ received: 2, placed: 2, quarantined: 0, dropped: {} });
  });

  it('does not count what is told about our own messages', async () => {
    const batch = receiving([{ kind: 'dropped', rule: 'ses-open', isOwnNews: true }]);
    await batch.receive({ id: 'e1' });
    expect(sumsOf(await lines(batch)).received).toBe(0);
  });

  it('moves what was quarantined to what was placed, once a retry places it', async () => {
    const failing = receiving(new Refusal('invalid', 'the queue is missing'));
    await failing.receive({ id: 'e1' });
    expect(sumsOf(await lines(failing))).toMatchObject({ received: 1, quarantined: 1, placed: 0 });
    const [entry] = await failing.inQuarantine();
    const mended = { ...failing.needs, reader: async () => async () => [message('SM1')] };
    await receiveEnvelope(mended, envelope({ id: 'e1', ...(entry ? { quarantineId: entry.id } : {}) }));
    expect(sumsOf(await lines(failing))).toMatchObject({ received: 1, quarantined: 0, placed: 1 });
  });

  it('names the rule for what concerns nobody we know', async () => {
    const consent: InboundItem = {
      kind: 'consent',
      consent: {
        channel: 'sms',
        connectionId: 'support-sms',
        sender: { address: '+15559999' },
        to: 'stop',
        extent: 'everything',
        reason: 'blocked',
        at: noon,
        id: 'c1',
      },
    };
    const batch = receiving([consent]);
    await batch.receive({ id: 'e1' });
    expect(sumsOf(await lines(batch)).dropped).toStrictEqual({ 'consent-of-a-stranger': 1 });
  });
});

describe('other news of a provider', () => {
  it('about the account goes to its health', async () => {
    const notice = {
      connectionId: 'support-sms',
      what: 'token-revoked',
      detail: 'x',
      at: noon,
      severity: 'broken',
    } as const;
    const { notices, receive } = receiving([{ kind: 'notice', notice }]);
    await receive();
    expect(notices).toStrictEqual([notice]);
  });

  it('about a message that is unknown is waited for, then quarantined', async () => {
    const update: InboundItem = {
      kind: 'update',
      update: {
        connectionId: 'support-sms',
        providerId: 'SM404',
        updateId: 'u1',
        at: noon,
        by: 'customer',
        change: { what: 'deleted' },
      },
    };
    const { waits, receive, inQuarantine } = receiving([update]);
    await receive();
    expect(waits).toStrictEqual([100, 300, 900]);
    expect(await inQuarantine()).toMatchObject([{ reason: expect.stringContaining('a change to a message') }]);
  });

  it('through a connection that is switched off is kept until it is on again', async () => {
    const setup = { connections: [aConnection({ disabled: true })] };
    const { world, receive, inQuarantine } = receiving([message('SM1')], setup);
    await receive();
    expect(world.memory.conversations.size).toBe(0);
    expect(await inQuarantine()).toMatchObject([{ reason: 'connection support-sms is disabled; enable it and retry' }]);
  });
});
