import { describe, expect, it } from 'vitest';
import { isUrgent } from '#domain/analysis/urgency.ts';

describe('urgency', () => {
  it.each([
    'This is URGENT',
    'Please answer asap',
    'Can you call me back as soon as possible?',
    'I need the documents by tomorrow',
    'Can’t wait any longer',
    'Bitte dringend um Rückruf',
    'Die Heizung ist aus, das ist ein Notfall!',
    'Bitte melden Sie sich so schnell wie möglich',
    "C'est urgent, répondez-moi",
    'Merci de me rappeler dès que possible',
    'Necesito una respuesta cuanto antes',
    'Es urgente, por favor',
  ])('hears haste in "%s"', (text) => {
    expect(isUrgent(text)).toBe(true);
  });

  it.each([
    '',
    'Where is my order?',
    'It is not urgent, take your time',
    "This isn't very urgent",
    'No rush at all',
    'No need to reply asap',
    'Das ist nicht so dringend',
    'Keine Eile',
    "Ce n'est pas urgent",
    "Rien d'urgent",
    'No es urgente',
    'The insurgents of Urgench',
  ])('hears none in "%s"', (text) => {
    expect(isUrgent(text)).toBe(false);
  });

  it('hears haste beside a word that calms', () => {
    expect(isUrgent('The first order is not urgent. The second one I need today.')).toBe(true);
  });

  it('reads letters however they are composed', () => {
    expect(isUrgent('schnellstmöglich'.normalize('NFD'))).toBe(true);
  });
});
