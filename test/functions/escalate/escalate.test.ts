import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storesOn } from '#adapters/dynamodb/stores.ts';
import { idFrom } from '#adapters/ids.ts';
import { decideAndSave } from '#domain/conversations/decide-and-save.ts';
import { facts } from '#domain/conversations/facts.ts';
import { placeMessage } from '#domain/conversations/place-message.ts';
import { alwaysOpen } from '#domain/escalation/business-hours.ts';
import { create } from '#functions/escalate/handler.ts';
import { pointSdkAt } from '#test/support/aws-environment.ts';
import { aConnection, aMessage, anAnalysis, anOrigin, aPolicy, aQueue, at, noon } from '#test/support/builders.ts';
import { startTable } from '#test/support/dynamodb.ts';
import { aContext } from '#test/support/lambda.ts';

let stop: () => Promise<void>;
let stores: ReturnType<typeof storesOn>;
beforeAll(async () => {
  const started = await startTable();
  stop = started.stop;
  pointSdkAt({ DYNAMODB: started.endpoint });
  stores = storesOn(started.table);
  await stores.settings.calendars.put(alwaysOpen);
  await stores.settings.policies.put(aPolicy());
  await stores.settings.queues.put(aQueue());
  await stores.connections.put(aConnection());
});
afterAll(() => stop());

let messages = 0;
async function aPromise() {
  messages += 1;
  const message = aMessage({ providerId: `SM${messages}`, sender: { address: `+1555010${messages}`, verified: true } });
  const placing = { ...stores, analyse: async () => anAnalysis(), idFrom, now: () => new Date(noon) };
  const { conversationId } = await placeMessage(placing, message);
  return { conversationId, id: (await stores.conversations.get(conversationId))?.deadline?.id ?? '' };
}
const lookAt = (time: string, input: unknown) =>
  create({ TABLE_NAME: 'parley' }, { now: () => new Date(at(time)) })(input, aContext());

describe('the escalation workflow', () => {
  it('gets back when to look again, and no time once all is done', async () => {
    const promise = { kind: 'deadline', ...(await aPromise()) } as const;
    expect(await lookAt('12:45', { ...promise, dueAt: at('12:45') })).toStrictEqual({ ...promise, dueAt: at('13:00') });
    expect(await lookAt('13:00', { ...promise, dueAt: at('13:00') })).toStrictEqual({ ...promise, dueAt: at('13:30') });
    expect(await lookAt('13:30', { ...promise, dueAt: at('13:30') })).toStrictEqual(promise);
    expect(await stores.conversations.get(promise.conversationId)).toMatchObject({
      escalationLevel: 2,
      priority: 'high',
    });
  });

  it('takes a step once when Lambda is invoked twice for it', async () => {
    const promise = { kind: 'deadline', ...(await aPromise()), dueAt: at('12:45') };
    await Promise.all([lookAt('12:45', promise), lookAt('12:45', promise)]);
    const { events = [] } = (await stores.conversations.history(promise.conversationId)) ?? {};
    expect(events.filter((event) => event.type === 'EscalationWarned')).toHaveLength(1);
  });

  it('wakes what was snoozed, and ends', async () => {
    const { conversationId } = await aPromise();
    const until = at('18:00');
    const origin = anOrigin({ commitId: 'snooze' });
    await decideAndSave(stores, { id: conversationId, commitId: 'snooze' }, () => ({
      events: facts(origin, [{ type: 'ConversationSnoozed', until }]),
    }));
    const alarm = { kind: 'snooze', conversationId, id: until };
    expect(await lookAt('18:00', { ...alarm, dueAt: until })).toStrictEqual(alarm);
    expect((await stores.conversations.get(conversationId))?.stage).toStrictEqual({ status: 'open' });
  });

  it('fails on what is no input of its own, so that it shows', async () => {
    await expect(lookAt('12:45', { conversationId: 'c1' })).rejects.toThrow();
  });
});
