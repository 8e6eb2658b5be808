import { describe, expect, it } from 'vitest';
import { smsSize } from '../../../web/console/format/sms-segments.ts';

describe('counting text message segments', () => {
  it('fits 160 plain characters into one and 153 into each of several', () => {
    expect(smsSize('a'.repeat(160))).toEqual({ segments: 1, encoding: 'GSM-7', left: 0 });
    expect(smsSize('a'.repeat(161))).toEqual({ segments: 2, encoding: 'GSM-7', left: 145 });
    expect(smsSize('a'.repeat(306))).toEqual({ segments: 2, encoding: 'GSM-7', left: 0 });
    expect(smsSize('a'.repeat(307)).segments).toBe(3);
  });

  it('counts the euro sign and brackets twice', () => {
    expect(smsSize('€'.repeat(80))).toEqual({ segments: 1, encoding: 'GSM-7', left: 0 });
    expect(smsSize('€'.repeat(81)).segments).toBe(2);
  });

  it('halves the room once a character is outside the alphabet', () => {
    expect(smsSize(`${'a'.repeat(69)}ł`)).toEqual({ segments: 1, encoding: 'UCS-2', left: 0 });
    expect(smsSize(`${'a'.repeat(70)}ł`)).toEqual({ segments: 2, encoding: 'UCS-2', left: 63 });
  });

  it('counts an emoji as two units', () => {
    expect(smsSize('😀')).toEqual({ segments: 1, encoding: 'UCS-2', left: 68 });
  });

  it('needs none for nothing', () => {
    expect(smsSize('')).toEqual({ segments: 0, encoding: 'GSM-7', left: 160 });
  });
});
