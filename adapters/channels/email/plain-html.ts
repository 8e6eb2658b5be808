import { htmlToText } from './html-text.ts';
import { cutText } from './text.ts';

/** Lines, quotes and addresses, which the text shows as well. */
const plainElements = new Set('html head meta body p div br span wbr blockquote a'.split(' '));
const plainAttributes = new Set('class dir id lang xmlns content http-equiv charset name'.split(' '));
/** Of one element: how programs wrap lines and mark what they quote, and where an address leads. */
const ownAttributes = new Map([
  ['body', new Set(['style'])],
  ['blockquote', new Set(['cite', 'style', 'type'])],
  ['a', new Set(['href', 'rel', 'target'])],
]);

/** Longer ones come from newsletters and word processors. */
const mostCharacters = 100_000;

/**
 * Has HTML the words of the text and nothing that looks otherwise? So it is with most that people write by hand in Gmail
 * or on a phone. In doubt it has more.
 */
export function saysNoMore(html: string, text: string): boolean {
  if (html.length > mostCharacters || cutText(text) !== text) return false;
  let end = 0;
  for (let open = html.indexOf('<'); open >= 0; open = html.indexOf('<', end)) {
    end = html.indexOf('>', open) + 1;
    if (end === 0 || !isPlain(html.slice(open, end), text)) return false;
  }
  return words(htmlToText(html)) === words(text);
}

const mostInTag = 500;
const attributeForm = /([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|[^\s"'>]+))?/g;

function isPlain(tag: string, text: string): boolean {
  const [begin = '', word = ''] = /^<\/?([a-z]+)/i.exec(tag) ?? [];
  const name = word.toLowerCase();
  if (tag.length > mostInTag) return false;
  if (!plainElements.has(name)) return /^<!doctype html>$/i.test(tag);
  return [...tag.slice(begin.length, -1).matchAll(attributeForm)].every(([, attribute = '', double, single]) => {
    const known = attribute.toLowerCase();
    const target = (double ?? single ?? '').replace(/^mailto:/i, '');
    if (known === 'href') return target !== '' && text.includes(target);
    return plainAttributes.has(known) || ownAttributes.get(name)?.has(known) === true;
  });
}

/** Lines break elsewhere, and so quotes are marked elsewhere. */
const words = (text: string): string => text.replaceAll(/^[>\s]+|\s+/gm, '');
