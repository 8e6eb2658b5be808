import { describe, expect, it } from 'vitest';
import type { Role } from '#domain/agents/agent.ts';
import { maySee, type Placed, seesAll } from '#domain/agents/may-see.ts';
import { anAgent, noon } from '#test/support/builders.ts';

const held = (agentId: string): Placed['holder'] => ({ kind: 'agent', agentId, agentName: agentId, since: noon });
const placed = (overrides: Partial<Placed> = {}): Placed => ({
  queueId: 'vip',
  holder: { kind: 'nobody' },
  ...overrides,
});

const narrowed = (role: Role = 'agent') => ({
  role,
  agent: anAgent({ id: 'maya', queueIds: ['billing'], leadsQueueIds: ['returns'], sees: 'own-queues' }),
});

describe('who sees a conversation', () => {
  it('is everybody, unless an administrator narrowed it', () => {
    expect(maySee({ role: 'agent', agent: anAgent() }, placed())).toBe(true);
    expect(maySee({ role: 'agent', agent: anAgent({ sees: 'all' }) }, placed())).toBe(true);
    expect(maySee(narrowed(), placed())).toBe(false);
    expect(maySee(narrowed('supervisor'), placed())).toBe(false);
  });

  it('is every administrator', () => {
    expect(seesAll(narrowed('admin'))).toBe(true);
    expect(maySee(narrowed('admin'), placed())).toBe(true);
  });

  it.each([
    ['in a queue they work in', placed({ queueId: 'billing' })],
    ['in a queue they lead', placed({ queueId: 'returns', holder: held('noah') })],
    ['that they have', placed({ holder: held('maya') })],
    ['that will come back to them', placed({ preferredAgentId: 'maya' })],
  ])('is whoever sees only their own queues, for one %s', (_, conversation) => {
    expect(maySee(narrowed(), conversation)).toBe(true);
  });

  it('is not whoever sees only their own queues, for one that a colleague has or had', () => {
    expect(maySee(narrowed(), placed({ holder: held('noah') }))).toBe(false);
    expect(maySee(narrowed(), placed({ preferredAgentId: 'noah' }))).toBe(false);
  });
});
