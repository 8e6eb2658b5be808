type Link = { readonly url: string; readonly expanded_url?: string | undefined };

/** X escapes these three and no others. */
const escapes: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** A text as it was written: escapes undone, short links replaced by where they lead, the link to its own picture left out. */
export function readableText(text: string, links: readonly Link[], ownMedia: string | undefined): string {
  const whole = links.reduce(
    (so, { url, expanded_url: target }) => (url === ownMedia || !target ? so : so.replaceAll(url, () => target)),
    ownMedia === undefined ? text : text.replace(ownMedia, ''),
  );
  return whole.replace(/&(?:lt|gt|amp);/g, (escaped) => escapes[escaped] ?? escaped).trim();
}
