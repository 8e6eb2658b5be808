import { describe, expect, it } from 'vitest';
import type { Agent } from '#domain/agents/agent.ts';
import { freePlaces, gainedRoom } from '#domain/agents/agent.ts';
import { anAgent } from '#test/support/builders.ts';

describe('the places of an agent', () => {
  it('are never fewer than none, also when the capacity was cut', () => {
    expect(freePlaces(anAgent({ capacity: 3, load: 1 }))).toBe(2);
    expect(freePlaces(anAgent({ capacity: 1, load: 4 }))).toBe(0);
  });
});

describe('looking at the waiting lines again', () => {
  const free = anAgent({ capacity: 3, load: 1 });
  const full = anAgent({ capacity: 1, load: 1 });
  const away = anAgent({ presence: 'away' });

  it.each<[string, Agent | undefined, Agent]>([
    ['somebody is there for the first time', undefined, free],
    ['somebody comes back', away, free],
    ['a full agent has a place again', full, { ...full, load: 0 }],
    ['an agent has one place more', free, { ...free, load: 0 }],
    ['the capacity was raised', free, { ...free, capacity: 4 }],
    ['an agent joins a queue', free, { ...free, queueIds: ['billing', 'returns'] }],
    ['an agent learns a skill', free, { ...free, skills: ['refunds'] }],
    ['an agent learns a language', free, { ...free, languages: ['en', 'fr'] }],
  ])('is worthwhile when %s', (_, before, after) => {
    expect(gainedRoom(before, after)).toBe(true);
  });

  it.each<[string, Agent | undefined, Agent]>([
    ['somebody got one more to do', { ...free, load: 0 }, free],
    ['somebody left a queue', { ...free, queueIds: ['billing', 'returns'] }, free],
    ['somebody is away', undefined, away],
    ['somebody away has places', { ...away, load: 2 }, away],
    ['somebody full comes back', { ...full, presence: 'away' }, full],
    ['only the name was changed', free, { ...free, name: 'Maya L.' }],
  ])('is not when %s', (_, before, after) => {
    expect(gainedRoom(before, after)).toBe(false);
  });
});
