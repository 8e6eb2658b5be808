/** Slack's markup as plain text and back, https://docs.slack.dev/messaging/formatting-message-text, read 2026-11-22. */

/** What Slack sends, as a person reads it. `names`: of people, by their ids. */
export const plainText = (text: string, names: ReadonlyMap<string, string> = new Map()): string =>
  text
    .replace(/<[@#!]?[^<>|]*(?:\|[^<>]*)?>/g, (marked) => shown(marked.slice(1, -1), names))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    // Last: what was `&amp;lt;` is `&lt;`, as it was typed.
    .replaceAll('&amp;', '&');

function shown(marked: string, names: ReadonlyMap<string, string>): string {
  const [sign = '', rest = ''] = /^[@#!]/.test(marked) ? [marked.charAt(0), marked.slice(1)] : ['', marked];
  const [what = '', label = ''] = rest.split(/\|(.*)/s);
  return sign === '' ? link(what, label) : mention(sign, { what, label, name: names.get(what) });
}

function link(url: string, label: string): string {
  const address = url.replace(/^(mailto|tel):/, '');
  const isSame = label === '' || label === address || `http://${label}` === url || `https://${label}` === url;
  return isSame ? address : `${label} (${address})`;
}

type Mentioned = { readonly what: string; readonly label: string; readonly name: string | undefined };

function mention(sign: string, { what, label, name }: Mentioned): string {
  if (sign === '@') return `@${name ?? (label || what)}`;
  if (sign === '#') return `#${label || what}`;
  // <!here>, <!subteam^S123|@team>, <!date^1392734382^{date}|18 Feb>
  return label || `@${what.split('^')[0]}`;
}

/** Plain text as Slack shows it: nothing in it becomes a mention or a link with another name. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
