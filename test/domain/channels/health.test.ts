import { describe, expect, it } from 'vitest';
import type { SendOutcome } from '#domain/channels/delivery.ts';
import { type ConnectionHealth, healthAfter, healthWithNotice } from '#domain/channels/health.ts';
import { unusualSilence } from '#domain/channels/silence.ts';
import { at, noon } from '#test/support/builders.ts';

const sent: SendOutcome = { status: 'sent', providerId: 'SM1' };
const failed = (failureClass: 'AUTH' | 'INVALID_RECIPIENT'): SendOutcome => ({
  status: 'failed',
  failure: { class: failureClass, reason: 'because' },
});
const healthOf = (known: ConnectionHealth | undefined, outcome: SendOutcome, time = noon) =>
  healthAfter(known, { connectionId: 'support-sms', outcome, at: time });

describe('how sending through a connection fares', () => {
  it('counts refusals of the account in a row, and forgets them with a success', () => {
    const twice = healthOf(healthOf(undefined, failed('AUTH')), failed('AUTH'), at('12:01'));
    expect(twice).toMatchObject({ failuresInRow: 2, failure: { class: 'AUTH', at: at('12:01') } });
    expect(healthOf(twice, sent, at('12:02'))).toMatchObject({ failuresInRow: 0, lastSentAt: at('12:02') });
  });

  it('does not count what is the matter of one recipient', () => {
    expect(healthOf(undefined, failed('INVALID_RECIPIENT'))).toBeUndefined();
  });

  it('is not written down with every message', () => {
    const known = healthOf(undefined, sent);
    expect(healthOf(known, sent, at('12:04'))).toBeUndefined();
    expect(healthOf(known, sent, at('12:05'))).toMatchObject({ lastSentAt: at('12:05') });
  });

  it('keeps the last ten things that the provider told, each once', () => {
    const notice = (minute: number) => ({
      connectionId: 'support-sms',
      what: 'quality',
      detail: 'YELLOW',
      at: at(`12:${10 + minute}`),
      severity: 'warning' as const,
    });
    let health: ConnectionHealth | undefined;
    for (let minute = 0; minute < 12; minute += 1) health = healthWithNotice(health, notice(minute));
    expect(healthWithNotice(health, notice(11)).notices).toHaveLength(10);
    expect(health?.notices[0]?.at).toBe(at('12:21'));
  });
});

describe('silence', () => {
  const lastReceivedAt = '2026-11-19T00:00:00.000Z';
  const busy = [24, 24, 24, 24, 24, 24, 24];

  it('is unusual after twelve times the usual gap', () => {
    expect(unusualSilence({ perDay: busy, lastReceivedAt }, '2026-11-19T11:59:00.000Z')).toBeUndefined();
    expect(unusualSilence({ perDay: busy, lastReceivedAt }, noon)).toBe(
      'nothing for 12 hours; usually 24 messages a day',
    );
  });

  it('says nothing of a connection that is seldom used', () => {
    expect(
      unusualSilence({ perDay: [1, 0, 2, 0, 0, 1, 0], lastReceivedAt }, '2026-11-29T00:00:00.000Z'),
    ).toBeUndefined();
  });

  it('is not six hours long, however busy it was', () => {
    expect(unusualSilence({ perDay: [9000], lastReceivedAt }, '2026-11-19T05:59:00.000Z')).toBeUndefined();
    expect(unusualSilence({ perDay: [9000], lastReceivedAt }, '2026-11-19T06:00:00.000Z')).toBeDefined();
  });
});
