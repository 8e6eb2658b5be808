import type { Part } from '#domain/channels/part.ts';

const prefix = /^(?:item\d+\.)?(fn|tel|email)(?:[;:].*)?$/i;

/** The people on a card (RFC 6350), as far as somebody needs them to write or call. */
export const contactsOf = (card: string): readonly Part[] =>
  card
    .split(/^BEGIN:VCARD\r?$/im)
    .slice(1)
    .map((one) => {
      const all = (name: string): string[] => valuesOf(one, name);
      const [phones, emails] = [all('tel'), all('email')];
      return { kind: 'contact' as const, name: all('fn')[0] ?? phones[0] ?? emails[0] ?? '', phones, emails };
    });

/** A long line goes on in the next one, behind a blank. */
const valuesOf = (card: string, name: string): string[] =>
  card
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .filter((line) => prefix.exec(line)?.[1]?.toLowerCase() === name)
    .map((line) =>
      line
        .slice(line.indexOf(':') + 1)
        .replace(/^tel:/i, '')
        .replace(/\\([,;\\])/g, '$1')
        .trim(),
    )
    .filter((value) => value !== '');
