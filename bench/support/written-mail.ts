import type { Turn } from './turns.ts';

const answered = 'On Thu, 19 Nov 2026 Shop Support wrote:';
const ours = 'We are looking into it.';

const idOf = (thread: number, turn: number): string => `<t${thread}.${turn}@customer.example>`;

/** The same words as text and as HTML. */
type Words = { readonly text: string; readonly html: string };

/** As people write in Gmail or on a phone: lines, and the quote. */
function plain({ turn, text }: Turn): Words {
  if (turn === 0) return { text, html: `<div dir="ltr">${text}</div>` };
  return {
    text: `${text}\r\n\r\n${answered}\r\n> ${ours}\r\n`,
    html: `<div dir="ltr">${text}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">${answered}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">${ours}</blockquote></div>`,
  };
}

const signature = 'Kind regards\r\nExample Ltd';

/** As offices write: fonts, and a signature with a logo. */
function formatted({ turn, text }: Turn): Words {
  const quoted = turn === 0 ? '' : `\r\n\r\n${answered}\r\n> ${ours}\r\n`;
  const quotedHtml =
    turn === 0 ? '' : `<div style="border-top:solid #E1E1E1 1.0pt"><p>${answered}</p><p>${ours}</p></div>`;
  return {
    text: `${text}\r\n\r\n${signature}${quoted}`,
    html: `<html><head><style>p.Mso{margin:0;font-family:"Calibri",sans-serif}</style></head><body><p class="Mso">${text}</p><p class="Mso" style="color:#1F497D">Kind regards<br><b>Example Ltd</b></p><p class="Mso"><img src="https://customer.example/logo.png"></p>${quotedHtml}</body></html>`,
  };
}

/**
 * A mail as programs send it: plain text and the same as HTML; an answer quotes the one before. In every second one the
 * HTML shows no more than the text.
 */
export function writtenMail(mail: Turn, to: string): string {
  const { thread, turn } = mail;
  const { text, html } = (thread + turn) % 2 === 0 ? plain(mail) : formatted(mail);
  const before = idOf(thread, turn - 1);
  return [
    `From: Customer ${thread} <customer${thread}@customer.example>`,
    `To: Shop Support <${to}>`,
    `Subject: ${turn === 0 ? '' : 'Re: '}My order ${thread}`,
    `Message-ID: ${idOf(thread, turn)}`,
    ...(turn === 0 ? [] : [`In-Reply-To: ${before}`, `References: ${before}`]),
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary="b1"',
    '',
    '--b1',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '--b1',
    'Content-Type: text/html; charset=utf-8',
    '',
    html,
    '--b1--',
    '',
  ].join('\r\n');
}
