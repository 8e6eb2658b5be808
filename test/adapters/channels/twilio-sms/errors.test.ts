import { describe, expect, it } from 'vitest';
import { deliveryFailure, refusalFailure } from '#adapters/channels/twilio-sms/errors.ts';

const classes = {
  INVALID_RECIPIENT: [21_211, 21_614, 21_217, 30_005, 30_006],
  OPTED_OUT: [21_610],
  PERMISSION: [21_408, 21_612, 21_606, 21_659, 21_660],
  CONTENT_REJECTED: [21_617],
  TEMPLATE_INVALID: [21_656],
  TRANSIENT: [30_003, 30_008],
  BLOCKED_BY_USER: [30_004],
  POLICY: [30_007, 30_032, 30_034],
  RATE_LIMITED: [30_022, 30_027, 20_429, 14_107],
  AUTH: [20_003],
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
    [500, 'AMBIGUOUS'],
    [503, 'AMBIGUOUS'],
  ])('goes by HTTP %s where the code is new', (status, name) => {
    expect(refusalFailure(status, '99999')).toMatchObject({ class: name, code: '99999' });
    expect(refusalFailure(status, undefined)).not.toHaveProperty('code');
  });

  it('offers another try for an undelivered text without a known code', () => {
    expect(deliveryFailure('99999')).toMatchObject({ class: 'TRANSIENT', code: '99999' });
    expect(deliveryFailure(undefined).class).toBe('TRANSIENT');
  });
});
