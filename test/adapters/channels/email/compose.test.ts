import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { composeEmail } from '#adapters/channels/email/compose.ts';
import type { OutboundMessage } from '#domain/channels/delivery.ts';
import { aMailbox, theMessage, tokens } from './email-fixtures.ts';

const conversationId = '0123456789abcdefghijklmnop';

const anAnswer = (overrides: Partial<OutboundMessage> = {}): OutboundMessage => ({
  conversationId,
  messageId: 'm-1',
  channel: 'email',
  connectionId: 'support-mail',
  to: 'ada@customer.example',
  cc: [],
  attachments: [],
  text: 'Hello Ada,\n\nit arrives tomorrow.\nShop Support',
  subject: 'Your order 4711',
  references: [],
  automatic: false,
  ...overrides,
});

/** What was uploaded, by key. */
const files = new Map([['uploads/maya/1', Buffer.from('%PDF-1.7')]]);

const compose = async (overrides: Partial<OutboundMessage> = {}, name = 'Shop Support') => {
  const raw = await composeEmail(
    { replyTokens: tokens, files: { get: async (key) => files.get(key) } },
    aMailbox({ name }),
    anAnswer(overrides),
  );
  const mail = await PostalMime.parse(raw);
  const header = (key: string) => mail.headers.find((entry) => entry.key === key)?.value;
  return { raw: Buffer.from(raw).toString(), mail, header };
};

describe('composing a mail', () => {
  it('goes from the mailbox to the customer, in text and HTML', async () => {
    const { mail } = await compose({ cc: ['charles@customer.example'] });
    expect(mail.from).toMatchObject({ name: 'Shop Support', address: 'support@shop.example' });
    expect(mail.to).toMatchObject([{ address: 'ada@customer.example' }]);
    expect(mail.cc).toMatchObject([{ address: 'charles@customer.example' }]);
    expect(mail.text?.trim()).toBe('Hello Ada,\n\nit arrives tomorrow.\nShop Support');
    expect(mail.html).toContain('<p>Hello Ada,</p>\n<p>it arrives tomorrow.<br>Shop Support</p>');
  });

  it('asks for answers to the address that names the conversation', async () => {
    const { mail } = await compose();
    expect(tokens.conversationIn(mail.replyTo?.[0]?.address ?? '')).toBe(conversationId);
  });

  it('shows text as text, never as markup, and links web addresses', async () => {
    const { mail } = await compose({ text: '<script>alert("1")</script> & https://shop.example/a?b=1&c="x".' });
    expect(mail.html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; ');
    expect(mail.html).toContain(
      '<a href="https://shop.example/a?b=1&amp;c=">https://shop.example/a?b=1&amp;c=</a>&quot;x&quot;.',
    );
  });

  it.each([
    ['Your order 4711', 'Re: Your order 4711'],
    ['Re: Your order 4711', 'Re: Your order 4711'],
    ['RE: AW: Antw: Re[2]: Your order 4711', 'Re: Your order 4711'],
    ['SV: Your order 4711', 'Re: Your order 4711'],
    ['Regarding my order', 'Re: Regarding my order'],
    ['', 'Re: (no subject)'],
  ])('answers %j with %j', async (subject, expected) => {
    const { mail } = await compose({ subject, inReplyTo: '<a@customer.example>' });
    expect(mail.subject).toBe(expected);
  });

  it('leaves the subject of a first mail alone', async () => {
    expect((await compose()).mail.subject).toBe('Your order 4711');
  });

  it('threads: In-Reply-To, and References that end with what is answered', async () => {
    const { header } = await compose({
      inReplyTo: '<b@customer.example>',
      references: ['<a@customer.example>', '<b@customer.example>', '<ours@email.amazonses.com>'],
    });
    expect(header('in-reply-to')).toBe('<b@customer.example>');
    expect(header('references')).toBe('<a@customer.example> <ours@email.amazonses.com> <b@customer.example>');
  });

  it('keeps the first and the latest of many references', async () => {
    const references = Array.from({ length: 100 }, (_, n) => `<${n}.long-enough-id@customer.example>`);
    const { header } = await compose({ inReplyTo: '<last@customer.example>', references });
    const kept = header('references') ?? '';
    expect(kept.length).toBeLessThanOrEqual(900);
    expect(kept.startsWith('<0.long-enough-id@customer.example> <')).toBe(true);
    expect(kept.endsWith('<99.long-enough-id@customer.example> <last@customer.example>')).toBe(true);
  });

  it('marks automatic mail as such, so that no program answers it', async () => {
    const { header } = await compose({ automatic: true });
    expect(header('auto-submitted')).toBe('auto-replied');
    expect(header('x-auto-response-suppress')).toBe('All');
    expect(header('precedence')).toBe('bulk');
  });

  it('puts no automatic mark on what an agent wrote', async () => {
    const { mail } = await compose();
    const keys = mail.headers.map((entry) => entry.key);
    expect(keys).not.toContain('auto-submitted');
    expect(keys).not.toContain('x-auto-response-suppress');
    expect(keys).not.toContain('precedence');
  });

  it('recognises its own mail when it comes back', async () => {
    const { raw } = await compose();
    const forwarded = raw.replace(/^From: .*$/m, 'From: ada@customer.example');
    expect((await theMessage(forwarded)).automatic).toBe('own-loop-marker');
  });

  it.each([
    ['subject', { subject: 'Hi\r\nBcc: victim@elsewhere.example' }, 'Shop Support'],
    ['answered id', { inReplyTo: '<a@b.example>\r\nBcc: victim@elsewhere.example' }, 'Shop Support'],
    ['references', { references: ['<a@b.example>\r\nBcc: victim@elsewhere.example'] }, 'Shop Support'],
    ['name', {}, 'Shop\r\nBcc: victim@elsewhere.example'],
  ])('lets no header in through the %s', async (_, overrides, name) => {
    const { mail } = await compose(overrides, name);
    expect(mail.bcc).toBeUndefined();
    expect(mail.headers.map((entry) => entry.key)).not.toContain('bcc');
  });

  it('writes any language', async () => {
    const { mail } = await compose({ subject: 'Grüße 你好', text: 'Привет, Ada! 😀' }, 'Käufer-Hilfe');
    expect(mail.subject).toBe('Grüße 你好');
    expect(mail.from?.name).toBe('Käufer-Hilfe');
    expect(mail.text?.trim()).toBe('Привет, Ada! 😀');
  });
});
