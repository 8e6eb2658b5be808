import { describe, expect, it } from 'vitest';
import { graphErrorOf, graphFailure, refusedSend } from '#adapters/channels/meta/graph-error.ts';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  ok: false,
  headers: new Headers(headers),
  body,
});
const error = (code: number, error_subcode?: number) => ({
  error: { message: 'no', type: 'OAuthException', code, error_subcode, fbtrace_id: 'A1' },
});

describe('an error of the Graph API', () => {
  it('is read from its JSON, and is none where there is none', () => {
    expect(graphErrorOf(error(190, 463))).toMatchObject({ code: 190, error_subcode: 463, fbtrace_id: 'A1' });
    expect(graphErrorOf('<html>')).toBeUndefined();
  });

  it.each([
    [190, 'AUTH'],
    [0, 'AUTH'],
    [10, 'PERMISSION'],
    [230, 'PERMISSION'],
    [4, 'RATE_LIMITED'],
    [80_007, 'RATE_LIMITED'],
    [368, 'POLICY'],
    [99_999, 'CONTENT_REJECTED'],
  ])('%i is %s for every product', (code, failureClass) => {
    expect(graphFailure({ code }, {})).toMatchObject({ class: failureClass, code: String(code) });
  });

  it('means first what a channel says, by subcode before code', () => {
    const meanings = {
      '10/2018278': { class: 'OUTSIDE_WINDOW', reason: 'late' },
      10: { class: 'POLICY', reason: 'not so' },
    } as const;
    expect(graphFailure({ code: 10, error_subcode: 2_018_278 }, meanings)).toStrictEqual({
      class: 'OUTSIDE_WINDOW',
      code: '10/2018278',
      reason: 'late',
    });
    expect(graphFailure({ code: 10, error_subcode: 1 }, meanings).class).toBe('POLICY');
  });
});

describe('a refused send', () => {
  it('is a failure when Meta says no', () => {
    expect(refusedSend(answer(400, error(190)), {})).toMatchObject({ status: 'failed', failure: { class: 'AUTH' } });
  });

  it('waits as long as the meaning or the header says when there are too many', () => {
    expect(refusedSend(answer(400, error(4)), {})).toMatchObject({ status: 'retry', afterSeconds: 60 });
    expect(refusedSend(answer(429, error(4), { 'retry-after': '7' }), {})).toMatchObject({ afterSeconds: 7 });
    expect(refusedSend(answer(429, undefined, { 'retry-after': '9' }), {})).toMatchObject({
      status: 'retry',
      afterSeconds: 9,
    });
  });

  it.each([
    ['an unknown error of the server', answer(500, error(1))],
    ['a known error with a status of the server', answer(503, error(100))],
    ['no JSON at all', answer(502, undefined)],
  ])('leaves it open after %s', (_, given) => {
    expect(refusedSend(given, {})).toMatchObject({ status: 'ambiguous', failure: { class: 'AMBIGUOUS' } });
  });
});
