import { describe, expect, it } from 'vitest';
import type { Agent } from '#domain/agents/agent.ts';
import type { Socket } from '#domain/agents/realtime.ts';
import type { ClientFrame, Topic } from '#functions/realtime/contract.ts';
import { answerFrame, showLeaving } from '#functions/realtime/frames.ts';
import { aConversation, anAgent, at, noon } from '#test/support/builders.ts';
import { aSocket, memoryScreens, memorySockets } from '#test/support/memory-realtime.ts';

const maya = aSocket();
const noah = aSocket({ id: 'socket2', agentId: 'noah', agentName: 'Noah Wirth' });
const follower = aSocket({
  id: 'follower',
  agentId: 'lea',
  agentName: 'Lea',
  topics: ['conversation:c1', 'conversation:c2'],
});

/** `c1` lies in the queue billing, and nobody has it. */
function realtime(
  open: readonly Socket[] = [maya, noah, follower],
  gone: readonly string[] = [],
  agents: readonly Agent[] = [anAgent(), anAgent({ id: 'noah' }), anAgent({ id: 'lea' })],
) {
  const sockets = memorySockets(...open);
  const screens = memoryScreens(...gone);
  let time = noon;
  const told: string[] = [];
  const tellVisitor = async (conversationId: string, agentName: string) =>
    void told.push(`${conversationId} ${agentName}`);
  const needs = {
    sockets,
    agents: { get: async (id: string) => agents.find((agent) => agent.id === id) },
    conversations: { get: async () => aConversation() },
    push: screens.push,
    tellVisitor,
    now: () => new Date(time),
  };
  return {
    needs,
    told,
    ...screens,
    sockets,
    frame: (socketId: string, frame: ClientFrame) => answerFrame(needs, socketId, JSON.stringify(frame)),
    moveClockTo: (to: string) => {
      time = to;
    },
  };
}
const onlookers = (conversationId: string, ...people: readonly object[]) => ({
  type: 'onlookers',
  conversationId,
  people,
});
const looking = (agentId: string, name: string, doing: string) => ({ agentId, name, doing });

describe('following', () => {
  it('replaces what was followed before and says when it stands', async () => {
    const { frame, sockets, shownOn } = realtime();
    await frame('socket1', { type: 'subscribe', topics: ['account'] });
    await frame('socket1', { type: 'subscribe', topics: ['inbox:maya', 'queue:billing'] });
    expect((await sockets.get('socket1'))?.topics).toStrictEqual(['inbox:maya', 'queue:billing']);
    expect(shownOn('socket1').at(-1)).toStrictEqual({ type: 'subscribed', now: noon });
  });

  it('is not undone by the news of presence that a console sends at the same time', async () => {
    const { frame, sockets } = realtime();
    await Promise.all([
      frame('socket1', { type: 'subscribe', topics: ['account', 'conversation:c1'] }),
      frame('socket1', { type: 'presence', conversationId: 'c1', doing: 'viewing' }),
    ]);
    expect(await sockets.get('socket1')).toMatchObject({
      topics: ['account', 'conversation:c1'],
      looksAt: { conversationId: 'c1' },
    });
  });
});

describe('following as somebody who sees their own queues only', () => {
  const everything: Topic[] = [
    'account',
    'agents',
    'inbox:maya',
    'inbox:noah',
    'queue:vip',
    'unassigned:billing',
    'conversation:c1',
  ];
  const followed = async (agent: Partial<Agent>, role: Socket['role'] = 'agent') => {
    const { frame, sockets } = realtime([{ ...maya, role }], [], [anAgent({ sees: 'own-queues', ...agent })]);
    await frame('socket1', { type: 'subscribe', topics: everything });
    return sockets.get('socket1');
  };

  it('is what happens in those, one’s own inbox, and colleagues', async () => {
    expect(await followed({ queueIds: ['billing'] })).toMatchObject({
      isNarrowed: true,
      topics: ['queue:billing', 'agents', 'inbox:maya', 'unassigned:billing', 'conversation:c1'],
    });
  });

  it('is no conversation of other queues', async () => {
    expect((await followed({ queueIds: ['returns'] }))?.topics).toStrictEqual([
      'queue:returns',
      'agents',
      'inbox:maya',
    ]);
  });

  it('is everything for an admin', async () => {
    const socket = await followed({ queueIds: [] }, 'admin');
    expect(socket).toMatchObject({ topics: everything });
    expect(socket?.isNarrowed).toBeUndefined();
  });

  it('shows nobody looking at what they may not see, and tells no visitor', async () => {
    const narrowed = { ...maya, isNarrowed: true };
    const agents = [anAgent({ sees: 'own-queues', queueIds: ['returns'] })];
    const { frame, shownOn, told } = realtime([narrowed, follower], [], agents);
    await frame('socket1', { type: 'presence', conversationId: 'c1', doing: 'replying' });
    expect(shownOn('follower')).toStrictEqual([]);
    expect(told).toStrictEqual([]);
  });
});

describe('a sign of life', () => {
  it('is answered with the time', async () => {
    const { frame, shownOn } = realtime();
    await frame('socket1', { type: 'ping' });
    expect(shownOn('socket1')).toStrictEqual([{ type: 'pong', now: noon }]);
  });

  it('is answered with the news that something was missed, once', async () => {
    const { frame, sockets, shownOn } = realtime();
    await sockets.markBehind('socket1', true);
    await frame('socket1', { type: 'ping' });
    await frame('socket1', { type: 'ping' });
    expect(shownOn('socket1').map((each) => (each as { type: string }).type)).toStrictEqual(['stale', 'pong', 'pong']);
  });

  it('repeats the news of something missed until it arrives', async () => {
    const { needs, sockets } = realtime();
    await sockets.markBehind('socket1', true);
    await answerFrame({ ...needs, push: async () => 'failed' }, 'socket1', '{"type":"ping"}');
    expect(await sockets.get('socket1')).toMatchObject({ isBehind: true });
  });
});

describe('who is looking at a conversation', () => {
  it('is shown to those who follow it', async () => {
    const { frame, shown, shownOn } = realtime();
    await frame('socket1', { type: 'presence', conversationId: 'c1', doing: 'viewing' });
    await frame('socket2', { type: 'presence', conversationId: 'c1', doing: 'replying' });
    expect(shownOn('follower')).toStrictEqual([
      onlookers('c1', looking('maya', 'Maya Lindt', 'viewing')),
      onlookers('c1', looking('maya', 'Maya Lindt', 'viewing'), looking('noah', 'Noah Wirth', 'replying')),
    ]);
    expect(new Set(shown.map(({ socketId }) => socketId))).toStrictEqual(new Set(['follower']));
  });

  it('is one person with two screens, replying if on either', async () => {
    const second = { ...maya, id: 'second' };
    const { frame, shownOn } = realtime([maya, second, follower]);
    await frame('socket1', { type: 'presence', conversationId: 'c1', doing: 'replying' });
    await frame('second', { type: 'presence', conversationId: 'c1', doing: 'viewing' });
    expect(shownOn('follower').at(-1)).toStrictEqual(onlookers('c1', looking('maya', 'Maya Lindt', 'replying')));
  });

  it('is told to a visitor once it is an answer that is written', async () => {
    const { frame, told } = realtime();
    await frame('socket1', { type: 'presence', conversationId: 'c1', doing: 'viewing' });
    expect(told).toStrictEqual([]);
    await frame('socket1', { type: 'presence', conversationId: 'c1', doing: 'replying' });
    expect(told).toStrictEqual(['c1 Maya Lindt']);
  });

  it('moves along: the conversation left is told too', async () => {
    const { frame, shownOn } = realtime();
    await frame('socket1', { type: 'presence', conversationId: 'c1', doing: 'viewing' });
    await frame('socket1', { type: 'presence', conversationId: 'c2', doing: 'viewing' });
    expect(shownOn('follower').slice(1)).toStrictEqual([
      onlookers('c1'),
      onlookers('c2', looking('maya', 'Maya Lindt', 'viewing')),
    ]);
  });

  it('is nobody after leaving', async () => {
    const { frame, shownOn } = realtime();
    await frame('socket1', { type: 'presence', conversationId: 'c1', doing: 'viewing' });
    await frame('socket1', { type: 'presence', conversationId: 'c1', doing: 'left' });
    expect(shownOn('follower').at(-1)).toStrictEqual(onlookers('c1'));
  });

  it('does not change by news of leaving another conversation that come late', async () => {
    const { frame, sockets } = realtime();
    await frame('socket1', { type: 'presence', conversationId: 'c2', doing: 'viewing' });
    await frame('socket1', { type: 'presence', conversationId: 'c1', doing: 'left' });
    expect((await sockets.get('socket1'))?.looksAt).toMatchObject({ conversationId: 'c2' });
  });

  it('forgets who was not heard of for a minute', async () => {
    const { frame, moveClockTo, shownOn } = realtime();
    await frame('socket1', { type: 'presence', conversationId: 'c1', doing: 'viewing' });
    moveClockTo(at('12:02'));
    await frame('socket2', { type: 'presence', conversationId: 'c1', doing: 'viewing' });
    expect(shownOn('follower').at(-1)).toStrictEqual(onlookers('c1', looking('noah', 'Noah Wirth', 'viewing')));
  });

  it('is told when a screen is closed', async () => {
    const { needs, frame, sockets, shownOn } = realtime();
    await frame('socket1', { type: 'presence', conversationId: 'c1', doing: 'viewing' });
    const closing = await sockets.get('socket1');
    await sockets.remove('socket1');
    if (closing) await showLeaving(needs, closing);
    expect(shownOn('follower').at(-1)).toStrictEqual(onlookers('c1'));
  });

  it('forgets a follower whose socket is gone', async () => {
    const { frame, sockets } = realtime(undefined, ['follower']);
    await frame('socket1', { type: 'presence', conversationId: 'c1', doing: 'viewing' });
    expect(await sockets.get('follower')).toBeUndefined();
  });
});

describe('a frame that cannot be read', () => {
  it.each(['', 'not JSON', '{"type":"shout"}', '{"type":"subscribe","topics":["all"]}'])(
    'is answered with a problem: %s',
    async (text) => {
      const { needs, shownOn } = realtime();
      await answerFrame(needs, 'socket1', text);
      expect(shownOn('socket1')).toMatchObject([{ type: 'problem' }]);
    },
  );

  it('is not answered on a socket that never had a ticket', async () => {
    const { needs, shown } = realtime();
    await answerFrame(needs, 'unknown', '{"type":"ping"}');
    expect(shown).toStrictEqual([]);
  });
});
