import { describe, expect, it } from 'vitest';
import { deliveryFailure, refusalFailure } from '#adapters/channels/twilio/errors.ts';

const classes = {
  INVALID_RECIPIENT: [21_211, 21_614, 21_217, 30_005, 30_006, 63_003, 63_024, 63_036, 63_106],
  OPTED_OUT: [21_610],
  PERMISSION: [21_408, 21_612, 21_606, 21_659, 21_660, 63_007, 63_035],
  CONTENT_REJECTED: [21_617, 63_005, 63_021],
  TEMPLATE_INVALID: [21_656, 63_027, 63_028, 63_040, 63_041, 63_052],
  TRANSIENT: [30_003, 30_008, 63_010, 63_012],
  BLOCKED_BY_USER: [30_004, 63_014, 63_033],
  POLICY: [30_007, 30_032, 30_034, 63_013, 63_032, 63_049],
  RATE_LIMITED: [30_022, 30_027, 20_429, 14_107, 63_018, 63_038],
  AUTH: [20_003],
  OUTSIDE_WINDOW: [63_016],
  MEDIA_INVALID: [11_200, 11_751, 12_300, 21_620, 21_623, 30_019, 63_019, 63_034],
  BILLING: [30_002, 63_020, 63_051],
};
const cases = Object.entries(classes).flatMap(([name, codes]) => codes.map((code) => [code, name] as const));

describe('explaining Twilio’s errors', () => {
  it.each(cases)('%s is %s, wherever it is reported', (code, name) => {
    expect(refusalFailure(400, String(code))).toMatchObject({ class: name, code: String(code) });
    expect(deliveryFailure(String(code))).toMatchObject({ class: name, code: String(code) });
  });

  it.each(cases)('says for %s what happened and what to do', (code) => {
    expect(deliveryFailure(String(code)).reason).toMatch(/^[A-Z][^.]+[.;].+\.$/);
  });

  it.each([
    [400, 'CONTENT_REJECTED'],
    [401, 'AUTH'],
    [402, 'BILLING'],
    [403, 'PERMISSION'],
    [404, 'PERMISSION'],
    [429, 'RATE_LIMITED'],
  ])('goes by HTTP %s where the code is new', (status, name) => {
    expect(refusalFailure(status, '99999')).toMatchObject({ class: name, code: '99999' });
    expect(refusalFailure(status, undefined)).not.toHaveProperty('code');
  });

  it('offers another try for an undelivered text without a known code', () => {
    expect(deliveryFailure('99999')).toMatchObject({ class: 'TRANSIENT', code: '99999' });
    expect(deliveryFailure(undefined).class).toBe('TRANSIENT');
  });
});
