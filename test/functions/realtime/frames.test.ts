import { describe, expect, it } from 'vitest';
import type { Socket } from '#domain/agents/realtime.ts';
import type { ClientFrame } from '#functions/realtime/contract.ts';
import { answerFrame, showLeaving } from '#functions/realtime/frames.ts';
import { at, noon } from '#test/support/builders.ts';
import { aSocket, memoryChanges, memoryScreens, memorySockets } from '#test/support/memory-realtime.ts';

const maya = aSocket();
const noah = aSocket({ id: 'socket2', agentId: 'noah', agentName: 'Noah Wirth' });
const follower = aSocket({
  id: 'follower',
  agentId: 'lea',
  agentName: 'Lea',
  topics: ['conversation:c1', 'conversation:c2'],
});

function realtime(open: readonly Socket[] = [maya, noah, follower], gone: readonly string[] = []) {
  const sockets = memorySockets(...open);
  const changes = memoryChanges();
  const screens = memoryScreens(...gone);
  let time = noon;
  const told: string[] = [];
  const tellVisitor = async (conversationId: string, agentName: string) =>
    void told.push(`${conversationId} ${agentName}`);
  const needs = { sockets, changes, push: screens.push, tellVisitor, now: () => new Date(time) };
  return {
    needs,
    told,
    ...screens,
    sockets,
    changes,
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
  it('replaces what was followed before and tells the newest number', async () => {
    const { frame, sockets, changes, shownOn } = realtime();
    await changes.append(['c1', 'c2']);
    await frame('socket1', { type: 'subscribe', topics: ['account'] });
    await frame('socket1', { type: 'subscribe', topics: ['inbox:maya', 'queue:billing'] });
    expect((await sockets.get('socket1'))?.topics).toStrictEqual(['inbox:maya', 'queue:billing']);
    expect(shownOn('socket1').at(-1)).toStrictEqual({
      type: 'subscribed',
      now: noon,
      seq: 2,
      missed: { conversationIds: [], complete: true },
    });
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

  it('tells what was missed since the number given', async () => {
    const { frame, changes, shownOn } = realtime();
    await changes.append(['c1', 'c2', 'c3']);
    await frame('socket1', { type: 'subscribe', topics: [], since: 1 });
    expect(shownOn('socket1')).toStrictEqual([
      { type: 'subscribed', seq: 3, now: noon, missed: { conversationIds: ['c2', 'c3'], complete: true } },
    ]);
  });

  it('says so when too much was missed to tell', async () => {
    const { needs, shownOn } = realtime();
    const changes = { ...needs.changes, since: async () => ({ conversationIds: [], complete: false }) };
    await answerFrame({ ...needs, changes }, 'socket1', '{"type":"subscribe","topics":[],"since":1}');
    expect(shownOn('socket1')).toMatchObject([{ missed: { complete: false } }]);
  });
});

describe('a sign of life', () => {
  it('is answered with the newest number, so that a gap is noticed', async () => {
    const { frame, changes, shownOn } = realtime();
    await changes.append(['c1']);
    await frame('socket1', { type: 'ping' });
    expect(shownOn('socket1')).toStrictEqual([{ type: 'pong', seq: 1, now: noon }]);
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
