import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { detailOf, findRow, lastMessageOf, reply, whenConversation } from './journey.ts';

describe('two agents answer at once', () => {
  let system: LocalSystem;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  it('the second is held back with what the first wrote, and can send after reading it', async () => {
    await system.sendSms({ from: '+15550150', text: 'Can I change the address of order 5150?' });
    const { id } = await findRow(system, 'order 5150');
    const seen = await whenConversation(system, id, ({ conversation }) => conversation.holder.kind === 'agent');

    expect((await reply(system, { by: 'maya', seen: seen, text: 'Yes, where to?' })).status).toBe(201);
    const held = await reply(system, { by: 'sam', seen: seen, text: 'No, sorry.' });
    expect(held.status).toBe(409);
    expect(held.body.unseen?.map((event) => event.type === 'ReplyWritten' && event.text)).toStrictEqual([
      'Yes, where to?',
    ]);

    const read = await whenConversation(system, id, ({ events }) => events.some(({ type }) => type === 'ReplyWritten'));
    expect((await reply(system, { by: 'sam', seen: read, text: 'Please tell us the new address.' })).status).toBe(201);
  });

  it('a customer who writes meanwhile holds the reply too', async () => {
    await system.sendSms({ from: '+15550151', text: 'Cancel order 5151 please' });
    const { id } = await findRow(system, 'order 5151');
    const seen = await detailOf(system, id);
    await system.sendSms({ from: '+15550151', text: 'No wait, keep it!' });
    await whenConversation(
      system,
      id,
      ({ events }) => events.filter(({ type }) => type === 'MessageReceived').length === 2,
    );
    const held = await reply(system, { by: 'maya', seen: seen, text: 'Cancelled.' });
    expect(held.status).toBe(409);
    expect(held.body.unseen).toHaveLength(1);
  });

  it('the same request twice is one reply; its key for another text is refused', async () => {
    await system.sendSms({ from: '+15550152', text: 'Is order 5152 on its way?' });
    const { id } = await findRow(system, 'order 5152');
    const seen = await detailOf(system, id);
    const key = 'b7a2f5a0-5152-4c7e-9d53-1f2e3d4c5b6a';
    const first = await reply(system, {
      by: 'maya',
      seen: seen,
      text: 'Yes, since this morning.',
      idempotencyKey: key,
    });
    const again = await reply(system, {
      by: 'maya',
      seen: seen,
      text: 'Yes, since this morning.',
      idempotencyKey: key,
    });
    expect([first.status, again.status]).toStrictEqual([201, 201]);
    const other = await reply(system, { by: 'maya', seen: seen, text: 'Something else.', idempotencyKey: key });
    expect(other.status).toBe(409);
    await system.settled();
    const detail = await detailOf(system, id);
    expect(detail.events.filter(({ type }) => type === 'ReplyWritten')).toHaveLength(1);
    expect((await system.textsSent()).filter(({ to }) => to === '+15550152')).toHaveLength(1);
    expect(lastMessageOf(detail)).not.toBe('');
  });
});
