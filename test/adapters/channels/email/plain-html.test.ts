import { describe, expect, it } from 'vitest';
import { saysNoMore } from '#adapters/channels/email/plain-html.ts';

const text = 'Hello,\n\nwhere is my parcel?\n\nOn Mon, Shop <help@shop.example> wrote:\n> It is on\n> its way.';
const quote = (inner: string): string =>
  `<div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Shop &lt;<a href="mailto:help@shop.example">help@shop.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 0.8ex;border-left:1px solid #ccc">${inner}</blockquote></div>`;

describe('HTML that shows no more than the text', () => {
  it.each([
    [
      'as Gmail writes it',
      `<div dir="ltr">Hello,<div><br></div><div>where is my parcel?</div></div>${quote('It is on its way.')}`,
    ],
    [
      'as phones and Apple Mail write it',
      `<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body dir="auto" style="overflow-wrap: break-word;">Hello,<br><br>where is my parcel?<br>${quote('<div>It is on</div><div>its way.</div>')}</body></html>`,
    ],
  ])('is recognised %s', (_, html) => {
    expect(saysNoMore(html, text)).toBe(true);
  });

  it.each([
    ['a word in bold', 'Hello <b>there</b>', 'Hello there'],
    ['a colour, in which some answer between the lines', 'Yes <span style="color:red">no</span>', 'Yes no'],
    ['a link whose target the text has not', '<a href="https://other.example">my order</a>', 'my order'],
    ['a link to nothing', '<a href="">my order</a>', 'my order'],
    ['a link without an address', '<a href>my order</a>', 'my order'],
    ['a picture', '<p>Look</p><img src="cid:1">', 'Look'],
    ['a table', '<table><tr><td>1</td></tr></table>', '1'],
    ['a style sheet', '<style>p{color:red}</style><p>Hello</p>', 'Hello'],
    ['other words', '<p>Hello Ada</p>', 'Hello'],
    ['fewer words', '<p></p>', 'Hello'],
    ['a sign that is no mark of a quote', '<p>5 &gt; 3</p>', '5 3'],
    ['a text that is cut', `<p>${'包裹'.repeat(30_000)}</p>`, '包裹'.repeat(30_000)],
    ['what only some programs read', '<!--[if mso]><p>Hello</p><![endif]-->Hello', 'Hello'],
    ['tags that never end', `<p>Hello</p>${'<p '.repeat(20_000)}`, 'Hello'],
    ['attributes without end', `<p ${'a'.repeat(90_000)}>Hello</p>`, 'Hello'],
    ['too much to look through', `<p>${'Hello '.repeat(20_000)}</p>`, 'Hello '.repeat(20_000)],
  ])('is not taken for such with %s', (_, html, words) => {
    expect(saysNoMore(html, words)).toBe(false);
  });

  it('is any without tags', () => {
    expect(saysNoMore('Hello', 'Hello')).toBe(true);
  });
});
