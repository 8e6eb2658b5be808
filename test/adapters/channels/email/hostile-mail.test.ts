import { describe, expect, it } from 'vitest';
import { arrive, theMessage } from './email-fixtures.ts';

const from = 'From: ada@customer.example\r\n';
const multipart = (parts: string): string =>
  `${from}Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts}--b--\r\n`;

describe('reading hostile mail', () => {
  const cut = '[The mail has more parts or lines than are read; the rest is only in the original mail]';

  it('keeps 50 of 900 attachments and says how many it left', async () => {
    const { messages, files } = await arrive(multipart('--b\r\nContent-Type: a/b\r\n\r\nx\r\n'.repeat(900)));
    expect(files.size).toBe(50);
    expect(messages[0]?.attachments).toHaveLength(50);
    expect(messages[0]?.text).toBe('[850 more attachments are only in the original mail]');
  });

  it('reads 900 text parts as one text', async () => {
    const message = await theMessage(multipart('--b\r\n\r\nword\r\n'.repeat(900)));
    expect(message.text).toMatch(/^(word\s*){900}$/);
  });

  it.each([
    ['10,000 parts', multipart('--b\r\n\r\nword\r\n'.repeat(10_000))],
    ['100,000 lines that may be boundaries', `${from}\r\nword\r\n${'--\r\n'.repeat(100_000)}`],
    [
      '300,000 lines of quoted-printable',
      `${from}Content-Transfer-Encoding: quoted-printable\r\n\r\nword\r\n${'=41\r\n'.repeat(300_000)}`,
    ],
    [
      '100,000 padded pieces of base64',
      `${from}Content-Transfer-Encoding: base64\r\n\r\nd29yZA==\r\n${'d29yZA==\r\n'.repeat(100_000)}`,
    ],
  ])('reads the beginning of %s and says that there is more', async (_, raw) => {
    const message = await theMessage(raw);
    expect(message.text).toMatch(/^word/);
    expect(message.text.endsWith(cut)).toBe(true);
  });

  it('reads a million lines', async () => {
    expect((await theMessage(`${from}\r\n${'\n'.repeat(1_000_000)}Hello`)).text).toBe('Hello');
  });

  it('reads a file of many lines as it was sent, in each encoding', async () => {
    const body = Buffer.from(Array.from({ length: 300_000 }, (_, n) => (n * 31) % 251));
    const lines = body.toString('base64').replaceAll(/(.{76})/g, '$1\r\n');
    const part = (encoding: string, content: string) =>
      `--b\r\nContent-Type: a/b\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${content}\r\n`;
    const csv = Array.from({ length: 20_000 }, (_, n) => `${n};--;${'x'.repeat(n % 40)}`).join('\r\n');
    const { messages, files } = await arrive(
      multipart(part('base64', lines) + part('7bit', csv) + part('8bit', '--\r\n--\r\nx')),
    );
    const [first, second, third] =
      messages[0]?.attachments.map(({ key }) => Buffer.from(files.get(key)?.body ?? [])) ?? [];
    expect(first?.equals(body)).toBe(true);
    expect(second?.toString().replaceAll('\r\n', '\n').trimEnd()).toBe(csv.replaceAll('\r\n', '\n'));
    expect(third?.toString()).toMatch(/^--\n--\nx\n?$/);
  });

  it.each([
    [
      'parts nested 1,000 deep',
      Array.from({ length: 1000 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}x\r\n\r\n--b${n}x\r\n`).join(
        '',
      ),
    ],
    ['a header of 1 MB', `X-Long: ${'a'.repeat(1_000_000)}\r\n\r\nHello`],
    ['a million headers', `${'A: b\r\n'.repeat(100_000)}\r\nHello`],
  ])('refuses %s', async (_, rest) => {
    await expect(arrive(`${from}${rest}`)).rejects.toMatchObject({ name: 'Refusal', kind: 'invalid' });
  });

  it('cuts a long text at 100,000 characters and marks the cut', async () => {
    const message = await theMessage(`${from}\r\n${'0123456789\r\n'.repeat(20_000)}`);
    expect(message.text.length).toBeLessThan(100_100);
    expect(message.text.endsWith('[… cut here; the rest is in the original mail]')).toBe(true);
  });

  it('cuts a text of wide characters by its bytes, never within a character', async () => {
    const message = await theMessage(`${from}Content-Type: text/plain; charset=utf-8\r\n\r\n${'😀a'.repeat(60_000)}`);
    expect(Buffer.byteLength(message.text)).toBeLessThan(150_100);
    expect(message.text.isWellFormed()).toBe(true);
    expect(message.text).not.toContain('\uFFFD');
  });

  it('reads HTML nested 100,000 deep', async () => {
    const message = await theMessage(`${from}Content-Type: text/html\r\n\r\n${'<div>'.repeat(100_000)}deep`);
    expect(message.text).toBe('deep');
  });

  it.each([
    ['no header at all', 'just text'],
    ['nothing', ''],
    ['only a boundary', `Content-Type: multipart/mixed; boundary=x\r\n\r\n--x`],
    ['an unknown charset', 'Content-Type: text/plain; charset=klingon\r\n\r\nHello'],
    ['an unknown encoding', 'Content-Transfer-Encoding: rot13\r\n\r\nHello'],
    ['broken base64', 'Content-Transfer-Encoding: base64\r\n\r\n%%%=='],
    ['broken quoted-printable', 'Content-Transfer-Encoding: quoted-printable\r\n\r\n=ZZ=\r\n='],
    ['groups within groups', `From: ${'a:'.repeat(10_000)}\r\n\r\nHello`],
    ['angle brackets', `From: ${'<'.repeat(10_000)}\r\n\r\nHello`],
    ['half an encoded word', 'Subject: =?utf-8?B?w\r\n\r\nHello'],
    ['control characters', 'Subject: a\u0000b\u001b[31m\r\n\r\na\u0000b'],
  ])('reads a mail with %s', async (_, raw) => {
    const message = await theMessage(raw);
    expect(message.sender).toMatchObject({ address: 'ada@customer.example' });
    expect(`${message.subject}${message.text}`).not.toMatch(/[^\P{Cc}\n]/u);
  });

  it('does not let a header name with an invisible character pass for From', async () => {
    const message = await theMessage(`\u00A0From: boss@shop.example\r\n${from}\r\nHello`);
    expect(message.sender.address).toBe('ada@customer.example');
  });
});
