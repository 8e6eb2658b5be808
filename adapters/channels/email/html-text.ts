import { decodeEntities } from './html-entities.ts';
import { textLimits } from './text.ts';

/** Elements whose content is not text. */
const unshown = new Set(['head', 'script', 'style', 'template', 'title']);
const blocks = new Set(
  'address article aside center dd div dl dt fieldset footer form header hr li main nav section tr'.split(' '),
);
/** Blocks that mailers set apart with an empty line. */
const spaced = new Set(['blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ol', 'p', 'pre', 'table', 'ul']);
const quoteDepth = 10;
/** Read beyond what is kept, so that the cut is seen and marked. */
const spareCharacters = 1000;
/** Looked at between two tags: entities are up to ten times as long as what they mean. */
const longestRun = 10 * textLimits.characters;

/**
 * The text of an HTML mail: one line for each block, quotes marked with ">" as in text mail, links without their targets.
 * One pass over the input without a tree, so neither size nor nesting of a hostile mail matters. It is for reading and
 * analysis; what is shown as HTML is the original part.
 */
export const htmlToText = (html: string): string => {
  const page = createPage();
  const skip = createSkipper(html);
  let at = 0;
  while (at < html.length && page.characters() <= textLimits.characters + spareCharacters) {
    const open = html.indexOf('<', at);
    page.write(html.slice(at, Math.min(open < 0 ? html.length : open, at + longestRun)));
    if (open < 0) break;
    const tag = skip.tagAt(open);
    if (tag) page.tag(tag);
    else page.write('<');
    at = tag ? tag.end : open + 1;
  }
  return page.text();
};

type Tag = { readonly name: string; readonly closing: boolean; readonly end: number };

/** Finds ends of tags, comments and unshown elements; what was once not found is not looked for again. */
const createSkipper = (html: string) => {
  const missing = new Set<string>();
  const patterns = new Map<string, RegExp>();
  const endOf = (closer: string, from: number): number => {
    if (missing.has(closer)) return -1;
    const pattern = patterns.get(closer) ?? new RegExp(closer, 'gi');
    patterns.set(closer, pattern);
    pattern.lastIndex = from;
    if (pattern.test(html)) return pattern.lastIndex;
    missing.add(closer);
    return -1;
  };

  const commentAt = (open: number): Tag => {
    const end = endOf('-->', open);
    return { name: '', closing: false, end: end < 0 ? html.length : end };
  };

  const tagAt = (open: number): Tag | undefined => {
    if (html.startsWith('<!--', open)) return commentAt(open);
    const [, slash = '', word = ''] = /^<([/!?]?)([a-z][a-z0-9]{0,20})/i.exec(html.slice(open, open + 24)) ?? [];
    const end = word ? endOf('>', open) : -1;
    if (end < 0) return undefined;
    const name = word.toLowerCase();
    const closing = slash === '/';
    const skipped = !closing && unshown.has(name) ? endOf(`</${name}[^>]{0,20}>`, end) : -1;
    return { name, closing, end: Math.max(end, skipped) };
  };
  return { tagAt };
};

/** What the tags mean for the lines. */
const createPage = () => {
  const lines = createLines();
  let isPreformatted = false;

  const meanings = new Map<string, (closing: boolean) => void>(
    Object.entries({
      br: () => lines.breakOrBlank(),
      td: () => lines.flow(' '),
      th: () => lines.flow(' '),
      li: (closing: boolean) => lines.flow(closing ? '' : '- '),
      pre: (closing: boolean) => {
        isPreformatted = !closing;
      },
      blockquote: (closing: boolean) => lines.quote(closing ? -1 : 1),
    }),
  );

  return {
    characters: lines.characters,
    write: (html: string): void => (isPreformatted ? lines.keep : lines.flow)(decodeEntities(html)),
    tag: ({ name, closing }: Tag): void => {
      if (spaced.has(name)) lines.blankLine();
      else if (blocks.has(name)) lines.breakLine();
      meanings.get(name)?.(closing);
    },
    text: lines.text,
  };
};

/** Collects lines with the marks of their quotes. White space runs together, as in a browser. */
const createLines = () => {
  const done: string[] = [];
  let line = '';
  /** Asking the growing line itself would copy it each time. */
  let isAfterSpace = true;
  let quotes = 0;
  let written = 0;

  const breakLine = (): void => {
    const content = line.trim();
    const marks = '>'.repeat(Math.min(quotes, quoteDepth));
    if (content) done.push(marks ? `${marks} ${content}` : content);
    written += content.length + marks.length + 1;
    line = '';
    isAfterSpace = true;
  };
  const blankLine = (): void => {
    breakLine();
    if (done.length > 0 && done.at(-1) !== '') done.push('');
  };

  return {
    breakLine,
    blankLine,
    breakOrBlank: (): void => (line.trim() ? breakLine() : blankLine()),
    characters: (): number => written + line.length,
    flow: (text: string): void => {
      const words = text.replaceAll(/[\s\u00A0]+/g, ' ');
      line += isAfterSpace ? words.trimStart() : words;
      isAfterSpace = words === '' ? isAfterSpace : words.endsWith(' ');
    },
    keep: (text: string): void => {
      for (const [index, part] of text.split('\n').entries()) {
        if (index > 0) breakLine();
        line += part;
      }
    },
    quote: (levels: number): void => {
      quotes = Math.max(0, quotes + levels);
    },
    text: (): string => {
      breakLine();
      return done.join('\n').trim();
    },
  };
};
