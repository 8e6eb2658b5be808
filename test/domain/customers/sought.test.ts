import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { soughtIn } from '#domain/customers/sought.ts';

describe('what a text names', () => {
  it.each(['+41 44 668 18 00', '+41-44-668.18.00', '0041 44 668 18 00', '(+41) 44/668 18 00', ' +41446681800\n'])(
    'is a phone number with its country, however it is written: %j',
    (text) => {
      expect(soughtIn(text)).toStrictEqual({ by: 'phone', number: '+41446681800' });
    },
  );

  it('is a mail address', () => {
    expect(soughtIn(' Ada.Lovelace@Shop.Example ')).toStrictEqual({ by: 'mail', address: 'Ada.Lovelace@Shop.Example' });
  });

  it('is an id where it is as long as one', () => {
    expect(soughtIn('q7s5krzjm2x5s3gyhxvq2cnd4e')).toStrictEqual({ by: 'id', id: 'q7s5krzjm2x5s3gyhxvq2cnd4e' });
  });

  it.each(['', ' ', 'refund', '044 668 18 00', '+0123456789', '4711', '@ada', 'ada@', 'two words@shop.example', '+1'])(
    'is nothing that can be looked for: %j',
    (text) => {
      expect(soughtIn(text)).toBeUndefined();
    },
  );

  it('is the same with spaces around it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(soughtIn(` ${text}\t`)).toStrictEqual(soughtIn(text));
      }),
    );
  });
});
