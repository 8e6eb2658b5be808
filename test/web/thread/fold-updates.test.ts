import { describe, expect, it } from 'vitest';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import { foldUpdates } from '../../../web/console/thread/fold-updates.ts';

type MessageUpdated = Extract<ConversationDetail['events'][number], { type: 'MessageUpdated' }>;

const customer = { kind: 'customer', id: 'cu-1' } as const;
const us = { kind: 'parley', rule: 'provider-update' } as const;
const recording = { id: 'rec-1', fileName: 'call.mp3', contentType: 'audio/mpeg', bytes: 9, key: 'k' };
let minute = 0;
const update = (change: MessageUpdated['change'], by: MessageUpdated['by'] = customer): MessageUpdated => {
  minute += 1;
  const at = `2026-11-20T12:${String(minute).padStart(2, '0')}:00.000Z`;
  return { id: `u-${minute}`, at, by, type: 'MessageUpdated', aboutEventId: 'm-1', change };
};
const fold = (...events: readonly MessageUpdated[]) => foldUpdates(events).get('m-1');

describe('what became of a message', () => {
  it('shows the latest reaction of each who reacted', () => {
    const folded = fold(
      update({ what: 'reacted', emoji: '😡' }),
      update({ what: 'reacted', emoji: '❤️' }, us),
      update({ what: 'reacted', emoji: '👍' }),
    );
    expect(folded?.reactions.map(({ emoji, by }) => [by.kind, emoji])).toEqual([
      ['parley', '❤️'],
      ['customer', '👍'],
    ]);
  });

  it('takes a reaction back when its emoji is empty, and only that one', () => {
    const folded = fold(
      update({ what: 'reacted', emoji: '👍' }),
      update({ what: 'reacted', emoji: '❤️' }, us),
      update({ what: 'reacted', emoji: '' }),
    );
    expect(folded?.reactions.map(({ emoji }) => emoji)).toEqual(['❤️']);
  });

  it('keeps every wording, the newest last', () => {
    const folded = fold(update({ what: 'edited', text: 'second' }), update({ what: 'edited', text: 'third' }));
    expect(folded?.edits.map(({ text }) => text)).toEqual(['second', 'third']);
  });

  it('keeps nothing of what was unsent', () => {
    const deletion = update({ what: 'deleted' });
    const folded = fold(update({ what: 'edited', text: 'secret' }), deletion);
    expect(folded).toEqual({ reactions: [], edits: [], attachments: [], deletedAt: deletion.at });
  });

  it('adds what comes after a call, each recording once, and how it really ended', () => {
    const extended = { what: 'extended' as const };
    const folded = fold(
      update({ ...extended, attachments: [recording] }),
      update({ ...extended, attachments: [recording], transcript: 'Hello' }),
      update({ ...extended, attachments: [], call: { kind: 'call', direction: 'in', outcome: 'voicemail' } }),
    );
    expect(folded).toMatchObject({ attachments: [recording], transcript: 'Hello', call: { outcome: 'voicemail' } });
  });

  it('is told per message', () => {
    const other = { ...update({ what: 'edited', text: 'elsewhere' }), aboutEventId: 'm-2' };
    expect(fold(other)).toBeUndefined();
    expect(foldUpdates([other]).get('m-2')?.edits).toHaveLength(1);
  });
});
