import { describe, expect, it } from 'vitest';
import { mailFile, theMessage } from './email-fixtures.ts';

type Expected = {
  readonly mail: string;
  readonly text: string;
  readonly folds?: boolean;
  readonly sender?: string;
  readonly name?: string;
  readonly verified?: boolean;
  readonly subject?: string;
  readonly sentAt?: string;
  readonly files?: readonly string[];
  readonly automatic?: string;
};

const arrival = '2026-09-14T07:15:10.000Z';

const mails: readonly Expected[] = [
  { mail: 'gmail-reply', text: 'The parcel still hasn’t arrived. Can you check?\n\nThanks,\nAda', folds: true },
  {
    mail: 'outlook-reply',
    text: 'Please cancel it, I bought one in the café next door.\n\nCharles',
    folds: true,
    sender: 'charles@customer.example',
    name: 'Babbage, Charles',
  },
  { mail: 'apple-mail-reply', text: 'Yes, tomorrow works for me.', folds: true, sender: 'grace@customer.example' },
  {
    mail: 'outlook-german',
    text: 'Guten Tag,\n\nbitte ändern Sie die Lieferadresse.\n\nMit freundlichen Grüßen\nKonrad Zuse',
    folds: true,
    sender: 'konrad@kunde.example',
  },
  {
    mail: 'gmail-french-wrapped',
    text: 'Bonjour, je voudrais être remboursé.',
    folds: true,
    sender: 'blaise@client.example',
  },
  {
    mail: 'spanish-html-only',
    text: '¿Dónde está mi pedido?\n\nGracias & saludos',
    folds: true,
    sender: 'leonardo@cliente.example',
  },
  { mail: 'answers-between-quotes', text: 'Size 42.\n\nBlue, please.', folds: true },
  { mail: 'nothing-but-quote', text: '> Hello Ada,\n> your order has left our warehouse.' },
  {
    mail: 'forwarded-inline',
    text: 'Is this really from you?\n\n---------- Forwarded message ---------\nFrom: Billing <billing@other.example>\nDate: Sun, Sep 13, 2026 at 8:01 AM\nSubject: Invoice\nTo: Ada <ada@customer.example>\n\nYou owe us 5.',
  },
  {
    mail: 'delivery-status-report',
    text: "I'm sorry to have to inform you that your message could not be delivered.",
    sender: 'MAILER-DAEMON@mx.customer.example',
    files: ['delivery-status.txt', 'message.eml'],
    automatic: 'report',
  },
  { mail: 'read-receipt', text: 'Your message was read.', files: ['read-receipt.txt'], automatic: 'report' },
  { mail: 'out-of-office-exchange', text: 'I am out of the office until 21 September.', automatic: 'auto-submitted' },
  { mail: 'gmail-vacation', text: 'I am on holiday and read no mail.', automatic: 'auto-submitted' },
  { mail: 'mailing-list', text: 'We meet on Friday.', automatic: 'precedence' },
  { mail: 'own-mail-coming-back', text: 'We received your message.', automatic: 'own-loop-marker' },
  {
    mail: 'newsletter-empty-text',
    text: 'Everything 50 % off\n\n- Shoes\n- Hats',
    sender: 'news@deals.example',
    automatic: 'list-mail',
  },
  { mail: 'utf8-labelled-latin1', text: 'Schöne Grüße aus Köln – „Straße“ 5 €', sender: 'joerg@kunde.example' },
  // Not repaired: the bytes could as well be Korean. Legible in the original, and never an error.
  { mail: 'gb2312-labelled-ascii', text: '¶©µ¥4711ÔÚÄÄÀï£¿', sender: 'wang@kehu.example' },
  {
    mail: 'iso-2022-jp-truncated',
    text: '注文はどこですか\n関',
    sender: 'yamada@kyaku.example',
    name: '山田',
    subject: '注文 4711',
  },
  {
    mail: 'encoded-words-and-2231',
    text: 'Siehe Anhang.',
    sender: 'joerg@kunde.example',
    name: 'Jörg Müller',
    subject: 'Rückgabe für Käufer 😀',
    files: ['Rechnung für März.pdf'],
  },
  { mail: 'no-date', text: 'No date here.', sentAt: arrival },
  { mail: 'invalid-date', text: 'Bad date.', sentAt: arrival },
  { mail: 'future-date', text: 'From the future.', sentAt: arrival },
  { mail: 'ancient-date', text: 'My clock is broken.', sentAt: arrival },
  { mail: 'commented-date', text: 'On time.', sentAt: '2026-09-14T07:15:02.000Z' },
  { mail: 'several-authors', text: 'We both write.', sender: 'charles@customer.example', verified: false },
  { mail: 'two-from-headers', text: 'Who am I?', verified: false },
  { mail: 'no-from', text: 'No From header.', verified: false },
  { mail: 'group-from', text: 'From a group.', verified: false },
  { mail: 'empty-group-from', text: 'From nobody in particular.', verified: false },
  {
    mail: 'html-with-traps',
    text: 'Complaint\n\nThe lamp is broken <again>.\nPrice: 5 < 6€ 💡 &unknown;\n\nline 1\nline 2',
  },
  { mail: 'inline-image', text: 'It looks like this:\n\nWhat now?', files: ['image.png'] },
  { mail: 'nameless-attachments', text: 'Three files.', files: ['image.jpg', 'attachment.pdf', 'attachment.bin'] },
  {
    mail: 'hostile-file-names',
    text: 'Open them all.',
    files: ['passwd', 'cmd.exe', 'photogpj.exe', `${'a'.repeat(196)}.pdf`, 'aX-Evil_ 1.txt'],
  },
  { mail: 'forwarded-as-attachment', text: 'See the mail below.', files: ['message.eml'] },
  { mail: 'calendar-invite', text: 'Shall we talk?', files: ['invite.ics'] },
  { mail: 'winmail-dat', text: 'See attachment.', files: ['winmail.dat'] },
  { mail: 'signed-smime', text: 'Signed words.', files: ['smime.p7s'] },
  { mail: 'no-body', text: '' },
];

describe('reading a mail', () => {
  it.each(mails)('understands $mail', async (expected) => {
    const message = await theMessage(mailFile(expected.mail));

    expect(message.text).toBe(expected.text);
    expect(message.fullText !== undefined).toBe(expected.folds ?? false);
    expect(message.sender.address).toBe(expected.sender ?? 'ada@customer.example');
    expect(message.sender.verified).toBe(expected.verified ?? true);
    expect(message.sentAt).toBe(expected.sentAt ?? '2026-09-14T07:15:02.000Z');
    expect(message.attachments.map((file) => file.fileName)).toEqual(expected.files ?? []);
    expect(message.automatic).toBe(expected.automatic);
    if (expected.name) expect(message.sender.name).toBe(expected.name);
    if (expected.subject) expect(message.subject).toBe(expected.subject);
  });

  it.each(mails)('reads $mail with bare line feeds just the same', async ({ mail }) => {
    const unix = Buffer.from(mailFile(mail)).toString('latin1').replaceAll('\r\n', '\n');
    const withoutFiles = ({ attachments, ...message }: Awaited<ReturnType<typeof theMessage>>) => ({
      ...message,
      names: attachments.map((file) => file.fileName),
    });
    expect(withoutFiles(await theMessage(Buffer.from(unix, 'latin1')))).toEqual(
      withoutFiles(await theMessage(mailFile(mail))),
    );
  });

  it('keeps the whole text beside the folded one', async () => {
    const message = await theMessage(mailFile('outlook-reply'));
    expect(message.fullText).toContain('Sent: Monday, September 14, 2026 8:01 AM');
    expect(message.fullText).toContain('your order has left our warehouse.');
  });

  it('takes thread ids from the mail itself', async () => {
    const { email } = await theMessage(mailFile('gmail-reply'));
    expect(email).toMatchObject({
      messageId: '<CAF3x9k=ada1@mail.customer.example>',
      inReplyTo: '<0100019a1b2c3d4e-aaaa@email.amazonses.com>',
      references: ['<CAF3x9k=ada0@mail.customer.example>', '<0100019a1b2c3d4e-aaaa@email.amazonses.com>'],
    });
  });

  it('gives a bare message id its brackets', async () => {
    const { email } = await theMessage(mailFile('bare-message-id'));
    expect(email?.messageId).toBe('<20260914.abc@customer.example>');
  });

  it('answers to Reply-To and lower-cases only the domain', async () => {
    const { email, sender } = await theMessage(mailFile('reply-to-differs'));
    expect(sender.address).toBe('form@customer.example');
    expect(email?.replyTo).toBe('Ada@private.example');
    expect(email?.cc).toEqual(['support@shop.example', 'other@customer.example']);
  });

  it('never answers to an address of its own', async () => {
    const mail = 'From: ada@customer.example\r\nReply-To: Support <SUPPORT@shop.example>\r\n\r\nHello';
    const { email } = await theMessage(mail);
    expect(email?.replyTo).toBe('ada@customer.example');
  });

  it('keeps the first and the latest of very many references', async () => {
    const references = Array.from({ length: 300 }, (_, n) => `<${n}@customer.example>`).join('\r\n ');
    const { email } = await theMessage(`From: a@customer.example\r\nReferences: ${references}\r\n\r\nHello`);
    expect(email?.references).toHaveLength(100);
    expect(email?.references.at(0)).toBe('<0@customer.example>');
    expect(email?.references.at(-1)).toBe('<299@customer.example>');
  });

  it.each(['FAIL', 'GRAY', 'PROCESSING_FAILED', 'DISABLED'])(
    'trusts no From header when DMARC says %s',
    async (status) => {
      const message = await theMessage(mailFile('gmail-reply'), { verdicts: { dmarcVerdict: { status } } });
      expect(message.sender.verified).toBe(false);
      expect(message.email?.verdicts.dmarc).toBe(status);
    },
  );

  it('keeps spam, with its verdict', async () => {
    const message = await theMessage(mailFile('gmail-reply'), { verdicts: { spamVerdict: { status: 'FAIL' } } });
    expect(message.email?.verdicts).toEqual({ spam: 'FAIL', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS' });
  });
});
