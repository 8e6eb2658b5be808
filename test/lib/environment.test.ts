import { Lazy } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { environmentOf } from '#lib/environment.ts';

const row = {
  entry: 'receive-messages',
  environment: z.object({ TABLE_NAME: z.string().min(1), ANALYSIS: z.enum(['comprehend', 'embedded']) }),
};

describe('the environment of a function', () => {
  it('is what its schema names and nothing else', () => {
    const values = { TABLE_NAME: 'interactions', ANALYSIS: 'embedded', TWILIO_URL: 'https://api.twilio.com' };
    expect(environmentOf(row, values)).toEqual({ TABLE_NAME: 'interactions', ANALYSIS: 'embedded' });
  });

  it('stops the synthesis with the function and the variable when one is missing', () => {
    expect(() => environmentOf(row, { ANALYSIS: 'embedded' })).toThrow(/receive-messages[\s\S]*TABLE_NAME/);
  });

  it('stops the synthesis when the schema refuses a value', () => {
    expect(() => environmentOf(row, { TABLE_NAME: 'interactions', ANALYSIS: 'guess' })).toThrow(/ANALYSIS/);
  });

  it('leaves alone what is known only at deployment', () => {
    const late = Lazy.string({ produce: () => 'later' });
    expect(environmentOf(row, { TABLE_NAME: 'interactions', ANALYSIS: late })).toHaveProperty('ANALYSIS', late);
  });
});
