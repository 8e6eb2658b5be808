import { describe, expect, it } from 'vitest';
import { $VoiceSettings, inLanguage } from '#domain/voice/settings.ts';

describe('the settings of a number', () => {
  it('are a working line in English when nothing is set', () => {
    expect($VoiceSettings.parse({})).toMatchObject({
      languages: [{ tag: 'en-US' }],
      whenUnanswered: 'voicemail',
      recording: { calls: false, deletedAtProvider: true, transcribed: [] },
    });
  });

  it.each([
    ['a key of two digits', { menu: { prompt: { en: 'x' }, keys: { 12: { name: 'x', queue: 'billing' } } } }],
    ['a choice that leads nowhere', { menu: { prompt: { en: 'x' }, keys: { 1: { name: 'x' } } } }],
    [
      'a mistake in a submenu',
      { menu: { prompt: { en: 'x' }, keys: { 1: { name: 'x', submenu: { prompt: {}, keys: { a: 1 } } } } } },
    ],
    ['a phone that rings for an hour', { ringSeconds: 3600 }],
    ['no language at all', { languages: [] }],
  ])('cannot have %s', (_, input) => {
    expect($VoiceSettings.safeParse(input).success).toBe(false);
  });

  it.each([
    ['de-AT', 'Servus'],
    ['de-DE', 'Hallo'],
    ['de-CH', 'Hallo'],
    ['fr-FR', 'Hallo'],
  ])('have a sentence for %s: its own, else its language, else the first', (tag, sentence) => {
    expect(inLanguage({ de: 'Hallo', 'de-AT': 'Servus', en: 'Hello' }, tag)).toBe(sentence);
  });
});
