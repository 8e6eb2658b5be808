import { describe, expect, it } from 'vitest';
import { readFrame } from '../../../web/console/live/frames.ts';

describe('reading a frame', () => {
  it('takes those of the protocol', () => {
    expect(readFrame('{"type":"pong","seq":4,"now":"2026-11-19T12:00:00.000Z"}')).toEqual({
      type: 'pong',
      seq: 4,
      now: '2026-11-19T12:00:00.000Z',
    });
    expect(readFrame('{"type":"onlookers","conversationId":"c","people":[]}')?.type).toBe('onlookers');
  });

  it.each([
    '',
    'null',
    '[]',
    '{"type":"pong"}',
    '{"type":"pong","seq":"4"}',
    '{"type":"toString"}',
    '{"type":"change","seq":1,"conversation":null,"events":[]}',
  ])('leaves %s alone', (text) => {
    expect(readFrame(text)).toBeUndefined();
  });
});
