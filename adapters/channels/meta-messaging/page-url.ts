const facebook = 'https://www.facebook.com';

/** An address that people may follow: Facebook's own paths made whole, its redirecting addresses unwrapped; undefined for anything else. */
export function pageUrl(given: string | null | undefined): string | undefined {
  const url = given ? URL.parse(given, facebook) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) return undefined;
  const wrapped = /^lm?\.(facebook|instagram)\.com$/.test(url.hostname) ? url.searchParams.get('u') : null;
  return wrapped ? pageUrl(wrapped) : url.href;
}
