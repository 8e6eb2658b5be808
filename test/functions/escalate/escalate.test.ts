import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storesOn } from '#adapters/dynamodb/stores.ts';
import { idFrom } from '#adapters/ids.ts';
import { decideAndSave } from '#domain/conversations/decide-and-save.ts';
import { facts } from '#domain/conversations/facts.ts';
import { placeMessage } from '#domain/conversations/place-message.ts';
import { alwaysOpen } from '#domain/escalation/business-hours.ts';
import { create } from '#functions/escalate/handler.ts';
import { escalationDefinition } from '#lib/escalation-definition.ts';
import { startStepFunctions } from '#local/emulators/step-functions.ts';
import { createVirtualClock } from '#local/emulators/virtual-clock.ts';
import { pointSdkAt } from '#test/support/aws-environment.ts';
import { aConnection, aMessage, anAnalysis, anOrigin, aPolicy, aQueue, at, noon } from '#test/support/builders.ts';
import { startTable } from '#test/support/dynamodb.ts';
import { aContext } from '#test/support/lambda.ts';

const machineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:escalation';
const escalateFunctionArn = 'arn:aws:lambda:us-east-1:000000000000:function:escalate';

const running: { stop(): Promise<void> }[] = [];
let stores: ReturnType<typeof storesOn>;
beforeAll(async () => {
  const started = await startTable();
  const workflows = await startStepFunctions({
    clock: createVirtualClock(),
    machines: [{ name: 'escalation', arn: machineArn, definition: escalationDefinition({ escalateFunctionArn }) }],
    invoke: async (_function, watch) => watch,
  });
  running.push(workflows, started);
  pointSdkAt({ DYNAMODB: started.endpoint, SFN: workflows.endpoint });
  stores = storesOn(started.table);
  await stores.settings.calendars.put(alwaysOpen);
  await stores.settings.policies.put(aPolicy());
  await stores.settings.queues.put(aQueue());
  await stores.connections.put(aConnection());
});
afterAll(async () => {
  for (const each of running) await each.stop();
});

let messages = 0;
async function aPromise() {
  messages += 1;
  const message = aMessage({ providerId: `SM${messages}`, sender: { address: `+1555010${messages}`, verified: true } });
  const placing = { ...stores, analyse: async () => anAnalysis(), idFrom, now: () => new Date(noon) };
  const { conversationId } = await placeMessage(placing, message);
  return { conversationId, id: (await stores.conversations.get(conversationId))?.deadline?.id ?? '' };
}
const lookAt = (time: string, input: unknown) =>
  create({ TABLE_NAME: 'parley', ESCALATION_WORKFLOW_ARN: machineArn }, { now: () => new Date(at(time)) })(
    input,
    aContext(),
  );

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

describe('a timer of EventBridge Scheduler', () => {
  const executionOf = async (name: string) => {
    const client = new SFNClient({});
    const executionArn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const found = await client.send(new DescribeExecutionCommand({ executionArn })).catch(() => undefined);
    client.destroy();
    return found;
  };

  it('starts the workflow for what was missed, once under its name', async () => {
    const watch = { kind: 'deadline', ...(await aPromise()), dueAt: at('12:45') } as const;
    await lookAt('12:45', { name: `${watch.conversationId}-1`, watch });
    const missed = { name: `${watch.conversationId}-2`, watch: { ...watch, dueAt: at('13:00') } };
    await lookAt('13:00', missed);
    await lookAt('13:00', missed);
    expect(await executionOf(`${watch.conversationId}-1`)).toBeUndefined();
    const execution = await executionOf(missed.name);
    expect(JSON.parse(execution?.input ?? '')).toStrictEqual(missed.watch);
  });

  it('wakes what was snoozed', async () => {
    const { conversationId } = await aPromise();
    const until = at('18:00');
    const origin = anOrigin({ commitId: `snooze ${conversationId}` });
    await decideAndSave(stores, { id: conversationId, commitId: origin.commitId }, () => ({
      events: facts(origin, [{ type: 'ConversationSnoozed', until }]),
    }));
    const watch = { kind: 'snooze', conversationId, id: until, dueAt: until };
    expect(await lookAt('18:00', { name: 'snooze', watch })).toBeUndefined();
    expect((await stores.conversations.get(conversationId))?.stage).toStrictEqual({ status: 'open' });
  });
});
