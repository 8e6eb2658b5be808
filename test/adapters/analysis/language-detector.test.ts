import { describe, expect, it } from 'vitest';
import { createLanguageDetector } from '#adapters/embedded-analysis/language-detector.ts';

const detect = createLanguageDetector();
const languageOf = async (text: string, language?: string) =>
  (await detect(text, { language, firstMessage: false })).language;

describe('the language of a short text', () => {
  it.each(['ok', 'Hi', 'lol', '👍', '12345', 'Super!', 'no', 'Hello', 'merci', 'ciao'])(
    'stays what it was at "%s"',
    async (text) => {
      expect(await languageOf(text, 'de')).toBe('de');
    },
  );

  it.each(['ok', 'Hi', '👍', '4711', 'Rechnung'])(
    'is unknown and unsure at "%s" when nothing was said before',
    async (text) => {
      expect(await detect(text, { firstMessage: true })).toEqual({ language: 'und', sure: false });
    },
  );

  it.each([
    ['Hola!', 'es'],
    ['Bonjour', 'fr'],
    ['Guten Tag', 'de'],
    ['Dzień dobry', 'pl'],
    ['Buongiorno,', 'it'],
    ['Obrigado', 'pt'],
    ['S’il vous plaît', 'fr'],
    ['İyi günler', 'tr'],
    ['Where is my order?', 'en'],
    ['こんにちは', 'ja'],
    ['안녕하세요', 'ko'],
    ['नमस्ते', 'hi'],
    ['مرحبا', 'ar'],
    ['Привет', 'ru'],
    ['你好', 'zh'],
  ])('follows the telling word "%s" to %s, even from another language', async (text, language) => {
    expect(await languageOf(text, 'sv')).toBe(language);
  });

  it('keeps Japanese for a text in Han letters only', async () => {
    expect(await languageOf('返金', 'ja')).toBe('ja');
  });

  it('takes a borrowed word at its word only when nothing else is known', async () => {
    expect(await languageOf('Thanks!')).toBe('en');
    expect(await languageOf('Thanks!', 'nl')).toBe('nl');
  });

  it('does not choose between two languages that both have a word in it', async () => {
    expect(await languageOf('Hola, bonjour', 'en')).toBe('en');
  });

  it('reads on behind a long link', async () => {
    const link = `https://track.example/${'a1'.repeat(200)}`;
    const text = `${link} Wo bleibt meine Bestellung, sie sollte schon gestern hier sein?`;
    expect(await detect(text, { firstMessage: true })).toStrictEqual({ language: 'de', sure: true });
  });

  it('counts only words: a link or an order number is of no language', async () => {
    expect(await languageOf('ok https://shop.example/orders/where-is-my-parcel?lang=en', 'fr')).toBe('fr');
    expect(await languageOf('someone@example.com 1234567890 AB12345678', 'fr')).toBe('fr');
  });
});

describe('the language of a longer text', () => {
  it.each([
    ['The parcel has not arrived and nobody answers the phone.', 'en'],
    ['Das Paket ist nicht angekommen und niemand geht ans Telefon.', 'de'],
    ['Le colis n’est pas arrivé et personne ne répond au téléphone.', 'fr'],
    ['El paquete no ha llegado y nadie contesta al teléfono.', 'es'],
    ['Het pakket is niet aangekomen en niemand neemt de telefoon op.', 'nl'],
    ['荷物が届かず、電話にも誰も出ません。どうなっていますか。', 'ja'],
  ])('is told from the text, against what was spoken before: %s', async (text, language) => {
    expect(await detect(text, { language: 'tr', firstMessage: false })).toEqual({ language, sure: true });
  });

  it('stays what it was when the letters tell nothing', async () => {
    expect(await detect('xqzv wjkq zzxv qqwx vvkz', { language: 'fr', firstMessage: false })).toEqual({
      language: 'fr',
      sure: false,
    });
  });
});
