import { describe, expect, it } from 'vitest';
import { fromCommit, toCommit } from '#adapters/dynamodb/conversation-items.ts';
import type { QueueMessage } from '#adapters/sqs/send-to-queue.ts';
import type { Agent } from '#domain/agents/agent.ts';
import type { Socket } from '#domain/agents/realtime.ts';
import type { Conversation } from '#domain/conversations/conversation.ts';
import type { Draft } from '#domain/conversations/facts.ts';
import type { Timer } from '#domain/escalation/watch.ts';
import { $DeliveryOrder, $RoutingOrder } from '#functions/publish-events/contract.ts';
import { publish } from '#functions/publish-events/handler.ts';
import type { Saved } from '#functions/publish-events/read-stream.ts';
import { aChange, aConversation, aMessage, anAgent, aReply, assignedTo, at } from '#test/support/builders.ts';
import { aSocket, memoryScreens, memorySockets } from '#test/support/memory-realtime.ts';

function publishing(
  setup: {
    heads?: readonly Conversation[];
    sockets?: readonly Socket[];
    gone?: readonly string[];
    agents?: readonly Agent[];
  } = {},
) {
  const sent = { urgent: [] as QueueMessage[], standard: [] as QueueMessage[], outbound: [] as QueueMessage[] };
  const timers: Timer[] = [];
  const sockets = memorySockets(...(setup.sockets ?? []));
  const screens = memoryScreens(...(setup.gone ?? []));
  const read: string[] = [];
  const into = (queue: keyof typeof sent) => async (message: QueueMessage) => void sent[queue].push(message);
  const needs = {
    conversations: {
      get: async (id: string) => {
        read.push(id);
        return setup.heads?.find((head) => head.id === id);
      },
    },
    sockets,
    agents: { list: async () => setup.agents ?? [] },
    push: screens.push,
    routing: { urgent: into('urgent'), standard: into('standard') },
    outbound: into('outbound'),
    timer: async (timer: Timer) => void timers.push(timer),
  };
  return {
    needs,
    sent,
    timers,
    read,
    sockets,
    ...screens,
    publish: (saved: Partial<Saved>) => publish(needs, { ...nothing, ...saved }),
  };
}
const nothing: Saved = { commits: [], heads: new Map(), agents: [] };

/** One decision as the stream tells it. */
function saved(before: Conversation | undefined, ...drafts: readonly Draft[]) {
  const change = aChange(before, drafts.length > 0 ? { drafts } : {});
  return { commit: fromCommit(toCommit(change)), after: change.after };
}
const batch = (...all: readonly ReturnType<typeof saved>[]): Partial<Saved> => ({
  commits: all.map(({ commit }) => commit),
  heads: new Map(all.map(({ after }) => [after.id, after])),
});

const held = aConversation(assignedTo(anAgent()));
const note: Draft = { type: 'NoteWritten', text: 'called', authorName: 'Maya' };

describe('what follows from a saved fact', () => {
  it('is routing, in the line of its urgency', async () => {
    const standard = publishing();
    await standard.publish(batch(saved(undefined)));
    expect(standard.sent).toMatchObject({
      urgent: [],
      standard: [{ body: { do: 'route', conversationId: 'conversation' } }],
    });
    const urgent = publishing();
    const put: Draft = { type: 'ConversationUnassigned', agentId: 'maya', reason: 'put back' };
    await urgent.publish(batch(saved({ ...held, priority: 'urgent' }, put)));
    expect(urgent.sent.urgent.map(({ body }) => $RoutingOrder.parse(body).do)).toStrictEqual(['route']);
  });

  it('is a delivery, in order per conversation and once per reply', async () => {
    const { sent, publish } = publishing();
    const one = saved(held, aReply({ messageId: 'm1' }));
    await publish(batch(one));
    const [order] = sent.outbound;
    expect(order).toMatchObject({ group: 'conversation', deduplicationId: one.commit.events[0]?.id });
    expect($DeliveryOrder.parse(order?.body).reply).toStrictEqual(one.commit.events[0]);
  });

  it('is a timer per deadline and per snooze, under a name that is the same when it is told again', async () => {
    const { timers, publish } = publishing();
    const deadline = {
      id: 'd1',
      kind: 'next-reply',
      policyId: 'standard',
      setAt: at('12:00'),
      dueAt: at('13:00'),
    } as const;
    const steps = [{ level: 1, at: at('13:00') }];
    const owed = saved(held, { type: 'DeadlineSet', reason: 'next reply', deadline: { ...deadline, steps } });
    const snoozed = saved(held, { type: 'ConversationSnoozed', until: at('18:00') });
    await publish(batch(owed));
    await publish(batch(snoozed));
    await publish(batch(snoozed));
    expect(timers.map(({ watch }) => watch)).toStrictEqual([
      { kind: 'deadline', conversationId: 'conversation', id: 'd1', dueAt: at('13:00') },
      { kind: 'snooze', conversationId: 'conversation', id: at('18:00'), dueAt: at('18:00') },
      { kind: 'snooze', conversationId: 'conversation', id: at('18:00'), dueAt: at('18:00') },
    ]);
    expect(timers.map(({ name }) => name)).toStrictEqual(
      [owed, snoozed, snoozed].map(({ commit }) => `conversation-${commit.events[0]?.id}`),
    );
  });

  it('is serving the line of each agent who gained room, once', async () => {
    const { sent, publish } = publishing();
    const [full, free] = [anAgent({ load: 3 }), anAgent({ load: 2 })];
    await publish({
      agents: [
        { before: full, after: free },
        { before: free, after: { ...free, load: 1 } },
        { before: anAgent({ id: 'noah' }), after: anAgent({ id: 'noah', load: 1 }) },
      ],
    });
    expect(sent.standard).toStrictEqual([{ body: { do: 'serve-line', agentId: 'maya' } }]);
  });

  it('comes before the screens, which can wait', async () => {
    const { needs, sent } = publishing({ sockets: [aSocket({ topics: ['account'] })] });
    const push = async () => {
      throw new Error('the sockets cannot be reached');
    };
    await expect(publish({ ...needs, push }, { ...nothing, ...batch(saved(undefined)) })).rejects.toThrow(
      'cannot be reached',
    );
    expect(sent.standard).toHaveLength(1);
  });
});

describe('the conversation that a fact is about', () => {
  it('is taken from the batch', async () => {
    const { read, publish } = publishing();
    await publish(batch(saved(undefined)));
    expect(read).toStrictEqual([]);
  });

  it('is read when the batch has none, or only an older one', async () => {
    const { commit, after } = saved(undefined);
    const { sent, read, publish } = publishing({ heads: [after] });
    await publish({ commits: [commit] });
    await publish({ commits: [commit], heads: new Map([[after.id, { ...after, version: 0 }]]) });
    expect(read).toStrictEqual(['conversation', 'conversation']);
    expect(sent.standard).toHaveLength(2);
  });

  it('is not routed when it was taken meanwhile', async () => {
    const { commit, after } = saved(undefined);
    const { sent, publish } = publishing();
    const taken = aChange(after, { origin: { commitId: 'taken' }, drafts: [assignedTo(anAgent())] }).after;
    await publish({ commits: [commit], heads: new Map([[taken.id, taken]]) });
    expect(sent.standard).toStrictEqual([]);
  });
});

describe('screens', () => {
  const socket = (id: string, ...topics: readonly string[]) => aSocket({ id, topics });
  const shownTo = async (change: ReturnType<typeof saved>, ...topics: readonly string[]) => {
    const { shown, publish } = publishing({ sockets: topics.map((topic) => socket(topic, topic)) });
    await publish(batch(change));
    return shown.map(({ socketId }) => socketId);
  };

  it('are shown changes of what they follow, and nothing else', async () => {
    expect(
      await shownTo(
        saved(held, note),
        'account',
        'conversation:conversation',
        'queue:billing',
        'inbox:maya',
        'inbox:noah',
        'queue:returns',
        'conversation:other',
      ),
    ).toStrictEqual(['account', 'conversation:conversation', 'queue:billing', 'inbox:maya']);
  });

  it('see what they had leave', async () => {
    const moved: Draft = {
      type: 'ConversationTransferred',
      fromQueueId: 'billing',
      toQueueId: 'returns',
      reason: 'a return',
    };
    expect(await shownTo(saved(held, moved), 'queue:billing', 'queue:returns')).toStrictEqual([
      'queue:billing',
      'queue:returns',
    ]);
    const put: Draft = { type: 'ConversationUnassigned', agentId: 'maya', reason: 'put back' };
    expect(await shownTo(saved(held, put), 'inbox:maya')).toStrictEqual(['inbox:maya']);
  });

  it('see it leave when it is handed from one agent to another', async () => {
    const handed: Draft = {
      type: 'ConversationAssigned',
      agentId: 'noah',
      agentName: 'Noah',
      fromAgentId: 'maya',
      reason: 'handed over',
    };
    expect(await shownTo(saved(held, handed), 'inbox:noah', 'inbox:maya')).toStrictEqual(['inbox:noah', 'inbox:maya']);
  });

  it('of those who look at what nobody has see it come and go', async () => {
    const free = aConversation();
    expect(await shownTo(saved(free, note), 'unassigned:billing')).toStrictEqual(['unassigned:billing']);
    expect(await shownTo(saved(free, assignedTo(anAgent())), 'unassigned:billing')).toStrictEqual([
      'unassigned:billing',
    ]);
    expect(await shownTo(saved(held, note), 'unassigned:billing')).toStrictEqual([]);
  });

  it('of those who are told of an escalation are shown it', async () => {
    const escalated: Draft = {
      type: 'ConversationEscalated',
      deadlineId: 'd1',
      level: 1,
      notified: ['iris'],
      reason: 'late',
    };
    expect(await shownTo(saved(held, escalated), 'inbox:iris')).toStrictEqual(['inbox:iris']);
  });

  it('of somebody who sees their own queues only are told that it is gone, and not what it says', async () => {
    const noah = anAgent({ id: 'noah', queueIds: ['returns'], sees: 'own-queues' });
    const watching = { agentId: 'noah', topics: ['conversation:conversation'], isNarrowed: true };
    const { shownOn, publish } = publishing({
      agents: [noah, anAgent({ id: 'ben', sees: 'own-queues' })],
      sockets: [aSocket({ id: 's1', ...watching }), aSocket({ id: 's2', ...watching, agentId: 'ben' })],
    });
    await publish(batch(saved(held, note)));
    expect(shownOn('s1')).toStrictEqual([{ type: 'stale', conversationId: 'conversation' }]);
    expect(shownOn('s2')).toMatchObject([{ type: 'change' }]);
  });

  it('get each change once, however many of its topics they follow', async () => {
    const { shownOn, publish } = publishing({ sockets: [socket('s1', 'account', 'inbox:maya')] });
    await publish(batch(saved(held, note)));
    expect(shownOn('s1')).toMatchObject([{ type: 'change', conversation: { version: held.version + 1 } }]);
  });

  it('get what happened together in one message, since messages are what is paid for', async () => {
    const { needs, shownOn } = publishing({ sockets: [socket('s1', 'account')] });
    const messages: unknown[] = [];
    const push: typeof needs.push = async (id, message) => {
      messages.push(message);
      return needs.push(id, message);
    };
    await publish({ ...needs, push }, { ...nothing, ...batch(saved(held, note), saved(held, note)) });
    expect(messages).toHaveLength(1);
    expect(shownOn('s1')).toMatchObject([{ type: 'change' }, { type: 'change' }]);
  });

  it('are told of their own agent, and of others where they ask, with the newest only', async () => {
    const own = aSocket({ id: 'own', agentId: 'maya' });
    const asking = aSocket({ id: 'asking', agentId: 'noah', topics: ['agents'] });
    const other = aSocket({ id: 'other', agentId: 'noah', topics: ['account'] });
    const { shown, publish } = publishing({ sockets: [own, asking, other] });
    await publish({ agents: [1, 2].map((load) => ({ before: anAgent(), after: anAgent({ load }) })) });
    expect(shown).toMatchObject(
      ['own', 'asking'].map((socketId) => ({ socketId, frame: { type: 'agent', agent: { load: 2 } } })),
    );
  });

  it('that cannot be reached just now are told later that they missed something', async () => {
    const { needs, sockets } = publishing({ sockets: [socket('s1', 'account')] });
    await publish({ ...needs, push: async () => 'failed' }, { ...nothing, ...batch(saved(held, note)) });
    expect(await sockets.get('s1')).toMatchObject({ isBehind: true });
  });

  it('that are closed are forgotten', async () => {
    const { sockets, shownOn, publish } = publishing({
      sockets: [socket('gone', 'account'), socket('s1', 'account')],
      gone: ['gone'],
    });
    await publish(batch(saved(held, note)));
    expect((await sockets.list()).map(({ id }) => id)).toStrictEqual(['s1']);
    expect(shownOn('s1')).toHaveLength(1);
  });

  it('are told to read what is too large for a socket, and it does not hold up what follows', async () => {
    const { needs, shownOn } = publishing({ sockets: [socket('s1', 'account')] });
    const push: typeof needs.push = async (id, frame) => {
      // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
      if (Buffer.byteLength(JSON.stringify(frame)) > 128 * 1024) throw new Error('PayloadTooLargeException');
      return needs.push(id, frame);
    };
    const long: Draft = {
      type: 'MessageReceived',
      message: aMessage({ text: 'ä'.repeat(70_000) }),
      analysis: undefined,
    };
    await publish({ ...needs, push }, { ...nothing, ...batch(saved(held, long), saved(held, note)) });
    expect(shownOn('s1')).toMatchObject([
      { type: 'stale', conversationId: 'conversation' },
      { type: 'change', conversation: { version: held.version + 1 } },
    ]);
  });
});
