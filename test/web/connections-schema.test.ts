import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { $VoiceSettings } from '#domain/voice/settings.ts';
import { faultsIn } from '../../web/console/connections/json-schema.ts';

const asSent = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
const faults = (schema: z.ZodType, value: unknown) => faultsIn(asSent(schema), value);

const $Sample = z.object({
  name: z.string().min(2).max(5),
  kind: z.enum(['one', 'two']).default('one'),
  count: z.number().int().min(1).max(9).optional(),
  rate: z.number().positive().lt(1).optional(),
  tokens: z
    .array(z.string().regex(/^t-\d+$/))
    .min(1)
    .max(2),
  byLanguage: z.record(z.string().regex(/^[a-z]{2}$/), z.string().min(1)).default({}),
  choice: z.union([z.object({ key: z.string() }), z.string()]).optional(),
  exact: z.strictObject({ type: z.literal('account') }).optional(),
});
const fine = { name: 'abc', tokens: ['t-1'] };

describe('checking a value in the browser as the server will', () => {
  it.each([
    ['what is needed', fine],
    [
      'everything',
      { ...fine, kind: 'two', count: 9, rate: 0.5, byLanguage: { en: 'Hi' }, choice: 'x', exact: { type: 'account' } },
    ],
    ['the other branch of a choice', { ...fine, choice: { key: 'k' } }],
    ['more than was asked for', { ...fine, somethingElse: true }],
  ])('finds nothing wrong with %s', (_, value) => {
    expect($Sample.safeParse(value).success).toBe(true);
    expect(faults($Sample, value)).toEqual([]);
  });

  it.each([
    ['a text that is too short', { ...fine, name: 'a' }, { path: 'name', message: 'has fewer than 2 characters' }],
    ['a text that is too long', { ...fine, name: 'abcdef' }, { path: 'name', message: 'has more than 5 characters' }],
    ['something missing', { name: 'abc' }, { path: 'tokens', message: 'is missing' }],
    [
      'a word that is not one of the choices',
      { ...fine, kind: 'three' },
      { path: 'kind', message: 'should be one of one, two' },
    ],
    ['a broken number', { ...fine, count: 1.5 }, { path: 'count', message: 'should be a whole number' }],
    ['a number out of bounds', { ...fine, count: 10 }, { path: 'count', message: 'is more than 9' }],
    ['a number at an open bound', { ...fine, rate: 0 }, { path: 'rate', message: 'is not more than 0' }],
    ['a list that is empty', { ...fine, tokens: [] }, { path: 'tokens', message: 'is empty' }],
    [
      'a list that is too long',
      { ...fine, tokens: ['t-1', 't-2', 't-3'] },
      { path: 'tokens', message: 'has more than 2' },
    ],
    [
      'one entry of a list',
      { ...fine, tokens: ['t-1', 'x'] },
      { path: 'tokens.1', message: 'does not look as it should' },
    ],
    ['a value under a free name', { ...fine, byLanguage: { en: '' } }, { path: 'byLanguage.en', message: 'is empty' }],
    [
      'a free name itself',
      { ...fine, byLanguage: { english: 'x' } },
      { path: 'byLanguage.english', message: 'does not look as it should' },
    ],
    ['what fits no branch of a choice', { ...fine, choice: 7 }, { path: 'choice', message: 'should be an object' }],
    [
      'a name that is not known',
      { ...fine, exact: { type: 'account', more: 1 } },
      { path: 'exact.more', message: 'is not known here' },
    ],
    ['another constant', { ...fine, exact: { type: 'user' } }, { path: 'exact.type', message: 'should be "account"' }],
    ['another kind of thing', { ...fine, tokens: 't-1' }, { path: 'tokens', message: 'should be a list' }],
  ])('names %s', (_, value, { path, message }) => {
    expect($Sample.safeParse(value).success).toBe(false);
    expect(faults($Sample, value)).toContainEqual({ path, message });
  });

  it('follows a schema that refers to itself, as a voice menu does', () => {
    const menu = (keys: unknown) => ({ menu: { prompt: { en: 'Press 1.' }, keys } });
    expect(faults($VoiceSettings, menu({ 1: { name: 'Invoices', queue: 'billing' } }))).toEqual([]);
    const wrong = menu({
      1: { name: 'More', menu: { prompt: { en: 'Press 2.' }, keys: { 2: { name: '', queue: 'x' } } } },
    });
    expect($VoiceSettings.safeParse(wrong).success).toBe(false);
    expect(faults($VoiceSettings, wrong).length).toBeGreaterThan(0);
  });
});
