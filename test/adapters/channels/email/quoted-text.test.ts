import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldQuotedText } from '#adapters/channels/email/quoted-text.ts';

const quote = '\n\n> Hello Ada,\n> how are you?';

describe('folding quoted text', () => {
  it.each([
    'On Mon, 14 Sep 2026 at 08:01, Shop <s@shop.example> wrote:',
    'On Mon, 14 Sep 2026 at 08:01, Shop Support with a long name\n<s@shop.example> wrote:',
    'Am 14.09.2026 um 08:01 schrieb Shop Support:',
    'Am Mo., 14. Sept. 2026 um 08:01 Uhr schrieb Shop <s@shop.example>:',
    'Le lun. 14 sept. 2026 à 08:01, Shop <s@shop.example> a écrit :',
    'El lun, 14 sept 2026 a las 8:01, Shop (<s@shop.example>) escribió:',
    'Il giorno lun 14 set 2026 alle ore 08:01 Shop <s@shop.example> ha scritto:',
    'Op ma 14 sep 2026 om 08:01 schreef Shop <s@shop.example>:',
    'Em seg., 14 de set. de 2026 às 08:01, Shop <s@shop.example> escreveu:',
    'Den mån 14 sep. 2026 kl 08:01 skrev Shop <s@shop.example>:',
    'pon., 14 wrz 2026 o 08:01 Shop <s@shop.example> wrote:',
    '在 2026年9月14日，08:01，Shop <s@shop.example> 写道：',
    '2026-09-14 8:01 GMT+02:00 Shop <s@shop.example>:',
    'Shop <s@shop.example> schrieb am Mo., 14. Sept. 2026, 08:01:',
  ])('recognises %s', (attribution) => {
    const marked = `Fine, thanks.\n\n${attribution}${quote}`;
    expect(foldQuotedText(marked)).toEqual({ text: 'Fine, thanks.', full: marked });
    const unmarked = `Fine, thanks.\n\n${attribution}\n\nHello Ada,\nhow are you?`;
    expect(foldQuotedText(unmarked)).toEqual({ text: 'Fine, thanks.', full: unmarked });
  });

  it.each([
    '-----Original Message-----\nFrom: Shop',
    '-----Ursprüngliche Nachricht-----\nVon: Shop',
    "----- Message d'origine -----\nDe : Shop",
    '-----Mensaje original-----\nDe: Shop',
    'From: Shop <s@shop.example>\nSent: Monday\nTo: Ada\nSubject: Order',
    '*From:* Shop <s@shop.example>\n*Sent:* Monday\n*To:* Ada\n*Subject:* Order',
    '________________________________\nVon: Shop <s@shop.example>\nGesendet: Montag\nAn: Ada\nBetreff: Order',
    'De : Shop <s@shop.example>\nEnvoyé : lundi\nÀ : Ada\nObjet : Order',
    'De: Shop <s@shop.example>\nEnviado: lunes\nPara: Ada\nAsunto: Order',
  ])('recognises the block %s', (block) => {
    expect(foldQuotedText(`Fine, thanks.\n\n${block}\n\nHello Ada,`).text).toBe('Fine, thanks.');
  });

  it.each([
    'Sent from my iPhone',
    'Sent from Outlook for Android',
    'Get Outlook for iOS',
    'Von meinem iPhone gesendet',
    'Envoyé de mon iPhone',
    'Enviado desde mi iPhone',
    'Inviato da iPhone',
    '-- \nAda Lovelace\nAnalytical Engines Ltd',
  ])('takes the signature %s away', (signature) => {
    expect(foldQuotedText(`Fine, thanks.\n\n${signature}`).text).toBe('Fine, thanks.');
  });

  it.each([
    'On Monday I called you and your colleague wrote:\nplease send a mail',
    'My order contains:\nFrom: Berlin\nthat is all',
    'The list\n-- one\n-- two',
    'I got it from Sent from my iPhone shops, is that right?\nI bought it there.\nAnd now it is broken.',
    'Von: wo kommt das Paket?\nDanke',
    'A price of\n\n\n5 > 3',
  ])('leaves %j alone', (text) => {
    expect(foldQuotedText(text)).toEqual({ text });
  });

  it('keeps answers below and between quotes', () => {
    const text = 'On 14 Sep 2026, Shop wrote:\n> Which size?\n42\n> Which colour?\nBlue';
    expect(foldQuotedText(text).text).toBe('42\nBlue');
  });

  it('keeps a forwarded mail with what was written above it', () => {
    const text = 'Look:\n\nBegin forwarded message:\n\n> From: Shop\n> You won';
    expect(foldQuotedText(text)).toEqual({ text });
  });

  it('never leaves nothing of something, and never invents text', () => {
    const line = fc.constantFrom(
      '> quoted',
      'On 1 May, A <a@b.example> wrote:',
      '-- ',
      'word',
      '',
      'From: a',
      'Sent: b',
      'To: c',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const original = lines.join('\n');
        const { text, full } = foldQuotedText(original);
        expect(text === '').toBe(original.trim() === '');
        expect(
          text.split('\n').every((kept) =>
            original
              .split('\n')
              .map((l) => l.trim())
              .includes(kept.trim()),
          ),
        ).toBe(true);
        if (full !== undefined) expect(full).toBe(original.trim());
      }),
    );
  });
});
