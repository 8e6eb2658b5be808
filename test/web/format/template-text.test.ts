import { describe, expect, it } from 'vitest';
import { isFilled, templateText } from '../../../web/console/format/template-text.ts';

const template = { body: 'Hello {{name}}, {{ 2 }} is ready, {{name}}.', placeholders: ['name', '2'] };

describe('a template being filled in', () => {
  it('reads as the customer will see it, with what is missing left in sight', () => {
    expect(templateText(template, { name: 'Ada' })).toBe('Hello Ada, {{ 2 }} is ready, Ada.');
    expect(templateText(template, { name: 'Ada', '2': '$& key' })).toBe('Hello Ada, $& key is ready, Ada.');
  });

  it('is complete once every placeholder has a value', () => {
    expect(isFilled(template, { name: 'Ada', '2': ' ' })).toBe(false);
    expect(isFilled(template, { name: 'Ada', '2': 'key' })).toBe(true);
    expect(isFilled({ placeholders: [] }, {})).toBe(true);
  });
});
