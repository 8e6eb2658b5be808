import { describe, expect, it } from 'vitest';
import { soundsLikeComplaint } from '#domain/analysis/complaint.ts';

describe('words of complaint', () => {
  it.each([
    'I demand a refund',
    'My lawyer will be in touch',
    'I am still waiting',
    'Ich möchte mich beschweren',
    'Das Gerät ist kaputt',
    'Je veux un remboursement',
    'Il est arrivé cassé',
    'Quiero presentar una reclamación',
    'Esto es una estafa',
  ])('are heard in "%s"', (text) => {
    expect(soundsLikeComplaint(text)).toBe(true);
  });

  it.each([
    'When do you open on Saturday?',
    'Please issue the invoice again',
    'Wann kommt mein Paket?',
    'Où est mon colis ?',
    'Hola',
  ])('are not heard in "%s"', (text) => {
    expect(soundsLikeComplaint(text)).toBe(false);
  });
});
