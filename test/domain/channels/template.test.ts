import { describe, expect, it } from 'vitest';
import { fillTemplate, placeholdersOf, type Template } from '#domain/channels/template.ts';

const template: Template = {
  id: 'parcel',
  name: 'Parcel is on its way',
  connectionId: 'support-whatsapp',
  reference: 'parcel_on_its_way',
  language: 'en_US',
  body: 'Hello {{1}}, order {{2}} is on its way. Thank you, {{1}}!',
  category: 'utility',
};

describe('filling a template in', () => {
  it('gives the text that the customer sees, and the values as the provider wants them', () => {
    expect(fillTemplate(template, { 1: 'Jo', 2: '4711' })).toStrictEqual({
      text: 'Hello Jo, order 4711 is on its way. Thank you, Jo!',
      use: { id: 'parcel', reference: 'parcel_on_its_way', language: 'en_US', variables: { 1: 'Jo', 2: '4711' } },
    });
  });

  it('names what is missing, and what there is no place for', () => {
    expect(() => fillTemplate(template, { 1: 'Jo', 2: '  ' })).toThrow('2 missing; template "parcel" needs 1, 2');
    expect(() => fillTemplate(template, { 1: 'Jo', 2: 'x', name: 'y' })).toThrow('has no name; it has 1, 2');
  });

  it('does not take a value for a placeholder', () => {
    expect(fillTemplate(template, { 1: '{{2}}', 2: '$&' }).text).toBe(
      'Hello {{2}}, order $& is on its way. Thank you, {{2}}!',
    );
  });

  it('finds named placeholders too, each once', () => {
    expect(placeholdersOf({ body: '{{ name }} and {{name}} and {{when}}' })).toStrictEqual(['name', 'when']);
  });
});
