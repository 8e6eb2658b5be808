import { describe, expect, it } from 'vitest';
import type { Agent } from '#domain/agents/agent.ts';
import { chooseAgent } from '#domain/routing/choose-agent.ts';
import type { Queue } from '#domain/routing/queue.ts';
import { aConversation, anAgent, aQueue, at } from '#test/support/builders.ts';

const maya = anAgent();
const noah = anAgent({ id: 'noah', name: 'Noah Wirth' });
const choose = (
  agents: readonly Agent[],
  {
    queue = {},
    conversation = {},
  }: { queue?: Partial<Queue>; conversation?: Partial<ReturnType<typeof aConversation>> } = {},
) => chooseAgent({ ...aConversation(), ...conversation }, aQueue(queue), agents);
const chosen = (...input: Parameters<typeof choose>) => {
  const choice = choose(...input);
  return choice.kind === 'agent' ? choice.agent.id : choice.reason;
};

describe('choosing an agent', () => {
  it('takes somebody who works in the queue', () => {
    expect(chosen([{ ...maya, queueIds: ['returns'] }, noah])).toBe('noah');
  });

  it('takes somebody with every skill of the queue', () => {
    const queue = { skills: ['refunds', 'vip'] };
    expect(
      chosen(
        [
          { ...maya, skills: ['refunds'] },
          { ...noah, skills: ['vip', 'refunds', 'other'] },
        ],
        { queue },
      ),
    ).toBe('noah');
  });

  it('takes nobody who is away, offline or full', () => {
    expect(
      chosen([
        { ...maya, presence: 'away' },
        { ...anAgent({ id: 'zoe' }), presence: 'offline' },
        { ...anAgent({ id: 'liam' }), load: 3 },
        noah,
      ]),
    ).toBe('noah');
  });

  it('takes the one with the most room', () => {
    expect(
      chosen([
        { ...maya, load: 2 },
        { ...noah, load: 1 },
      ]),
    ).toBe('noah');
    expect(chosen([maya, { ...noah, capacity: 5, load: 1 }])).toBe('noah');
  });

  it('prefers the one idle longest when the room is equal', () => {
    expect(
      chosen([
        { ...maya, idleSince: at('09:00') },
        { ...noah, idleSince: at('08:00') },
      ]),
    ).toBe('noah');
  });

  it('does not depend on the order in which agents are listed', () => {
    expect(chosen([maya, noah])).toBe(chosen([noah, maya]));
  });

  it('gives it back to whoever had it, even if others have more room', () => {
    const conversation = { preferredAgentId: 'maya' };
    const choice = choose([{ ...maya, load: 2 }, noah], { conversation });
    expect(choice).toMatchObject({ agent: { id: 'maya' }, reason: 'had it before, speaks en, 1 of 3 places free' });
  });

  it('gives it to somebody else when whoever had it is not free', () => {
    expect(chosen([{ ...maya, presence: 'away' }, noah], { conversation: { preferredAgentId: 'maya' } })).toBe('noah');
  });
});

describe('the language', () => {
  const french = { conversation: { language: 'fr-CA' } };

  it('is one that the agent speaks, whatever the region', () => {
    expect(chosen([maya, { ...noah, languages: ['de', 'fr'], load: 2 }], french)).toBe('noah');
  });

  it('is waited for when somebody of the queue speaks it who is not free', () => {
    expect(choose([maya, { ...noah, languages: ['fr'], load: 3 }], french)).toStrictEqual({
      kind: 'wait',
      reason: 'nobody is free in Billing: 1 full, 1 free without fr',
    });
  });

  it('does not matter when nobody of the queue speaks it', () => {
    expect(chosen([maya, { ...noah, queueIds: [], languages: ['fr'] }], french)).toBe('maya');
  });

  it('does not matter while nobody can tell it', () => {
    expect(chosen([{ ...maya, languages: [] }], { conversation: { language: 'und' } })).toBe('maya');
  });
});

describe('the reason of a choice', () => {
  it('tells what the chosen one has', () => {
    const queue = { skills: ['refunds'] };
    expect(choose([{ ...maya, skills: ['refunds'], load: 1 }], { queue })).toMatchObject({
      reason: 'has refunds, speaks en, 2 of 3 places free, the only one free in Billing',
    });
  });

  it('tells among how many', () => {
    expect(choose([maya, noah])).toMatchObject({
      reason: expect.stringContaining('most room or idle longest of 2 free'),
    });
  });

  it('tells why nobody was', () => {
    expect(
      chosen([{ ...maya, presence: 'away' }, { ...noah, presence: 'offline' }, anAgent({ id: 'liam', load: 3 })]),
    ).toBe('nobody is free in Billing: 1 offline, 1 away, 1 full');
  });

  it('tells when nobody could be', () => {
    expect(chosen([])).toBe('nobody works in Billing');
    expect(chosen([maya], { queue: { skills: ['refunds'] } })).toBe('nobody works in Billing with refunds');
  });
});

describe('somebody who put it back', () => {
  it('is not given it again at once', () => {
    expect(choose([maya, noah], { conversation: { declinedBy: 'maya' } })).toMatchObject({ agent: { id: 'noah' } });
  });

  it('rather lets it wait, and says so', () => {
    const choice = choose([maya], { conversation: { declinedBy: 'maya' } });
    expect(choice).toMatchObject({ kind: 'wait', reason: expect.stringContaining('1 put it back') });
  });
});
