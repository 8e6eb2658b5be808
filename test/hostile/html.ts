import type { Hostile } from './contract.ts';
import { from, type HostileMail, mailCase } from './support/mail.ts';

const html = (body: string): string => `${from}Content-Type: text/html; charset=utf-8\r\n\r\n${body}`;
const links = Array.from(
  { length: 2000 },
  (_, n) => `<a href="https://shop.example/${n}?utm=${'x'.repeat(40)}">Link ${n}</a><br>`,
).join('\r\n');
const images = Array.from(
  { length: 43 },
  (_, n) =>
    `<table><tr><td><img src="https://track.example/${n}.gif" width=1 height=1></td></tr></table>${'<p>Offer of the week</p>'.repeat(240)}`,
).join('\r\n');

const pages: readonly (readonly [string, () => string, RegExp?])[] = [
  ['10,000 nested divs', () => `${'<div>'.repeat(10_000)}deep${'</div>'.repeat(10_000)}`],
  ['100,000 nested divs', () => `${'<div>'.repeat(100_000)}deep`],
  ['10,000 nested tables', () => '<table><tr><td>'.repeat(10_000)],
  ['10,000 nested quotes', () => `${'<blockquote>'.repeat(10_000)}deep`],
  ['10,000 nested lists', () => '<ul><li>'.repeat(10_000)],
  [
    'a maze of 3,000 tables that close each other wrongly',
    () => '<table><tr><td><table></td></tr></table><td></table>'.repeat(3000),
  ],
  ['2,000 links', () => links],
  ['251 KB and 43 pictures', () => images],
  ['5 MB in one line', () => '<p>hello</p>'.repeat(420_000), /marked as cut/],
  ['5 MB of words without a tag', () => 'Hello there. '.repeat(385_000), /marked as cut/],
  ['5 MB of one attribute', () => `<p title="${'x'.repeat(5_000_000)}">Hello`],
  ['a million attributes', () => `<p ${'a=b '.repeat(500_000)}>Hello`],
  ['a million opening brackets', () => '<'.repeat(1_000_000)],
  ['a million ampersands', () => '&'.repeat(1_000_000)],
  ['a million entities', () => '&#128512;'.repeat(200_000)],
  ['entities of no character', () => '&#0;&#xD800;&#99999999999;&#x110000;'.repeat(1000)],
  ['100,000 comments that never end', () => '<!--'.repeat(100_000)],
  ['a comment of 5 MB', () => `<!--${'x'.repeat(5_000_000)}-->Hello`],
  ['100,000 scripts that never end', () => '<script>'.repeat(100_000)],
  ['100,000 styles', () => '<style>a{b:c}</style>'.repeat(50_000)],
  ['a style of 5 MB', () => `<style>${'a{color:red}'.repeat(400_000)}</style>Hello`],
  ['conditional comments within each other', () => '<!--[if mso]><!--[if !mso]><!-->'.repeat(20_000)],
  ['CDATA and processing instructions', () => '<![CDATA[<?php ?>]]>'.repeat(20_000)],
  ['NUL within tags', () => '<scr\u0000ipt>alert(1)</scr\u0000ipt>Hello'],
  [
    'noscript, xmp and plaintext',
    () =>
      '<noscript><p title="</noscript><img src=x onerror=alert(1)>"><xmp><img src=x onerror=alert(1)></xmp><plaintext>Hello',
  ],
  [
    'a meta refresh and a base',
    () => '<meta http-equiv=refresh content="0;url=https://evil.example"><base href="https://evil.example">Hello',
  ],
];

const cases: readonly HostileMail[] = pages.map(([name, body, because]) => ({
  name: `HTML of ${name}`,
  raw: () => html(body()),
  ...(because ? { because } : {}),
}));

/** HTML that is built to exhaust whoever makes a text of it. What it may do where it is shown is tried in a browser. */
export const htmlCases: readonly Hostile[] = cases.map((mail) => mailCase('mail: HTML', mail));
