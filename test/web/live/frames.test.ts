import { describe, expect, it } from 'vitest';
import { readFrames } from '../../../web/console/live/frames.ts';

describe('reading what came over the socket', () => {
  it('takes frames of the protocol', () => {
    const pong = { type: 'pong', now: '2026-11-19T12:00:00.000Z' };
    expect(readFrames(JSON.stringify(pong))).toEqual([pong]);
    expect(readFrames('{"type":"onlookers","conversationId":"c","people":[]}')).toMatchObject([{ type: 'onlookers' }]);
  });

  it('takes several that come together', () => {
    expect(readFrames('[{"type":"stale"},{"type":"shout"},{"type":"problem","detail":"d"}]')).toEqual([
      { type: 'stale' },
      undefined,
      { type: 'problem', detail: 'd' },
    ]);
  });

  it.each([
    '',
    'null',
    '[null]',
    '{"type":"pong"}',
    '{"type":"pong","now":4}',
    '{"type":"toString"}',
    '{"type":"change","conversation":null,"events":[]}',
  ])('leaves %s alone', (text) => {
    expect(readFrames(text)).toEqual([undefined]);
  });
});
