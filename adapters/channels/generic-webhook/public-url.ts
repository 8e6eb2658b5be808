import { isIP } from 'node:net';

/** Endings that no public host has (RFC 6761, RFC 6762, RFC 8375 and what clouds use inside). */
const inside = ['.localhost', '.local', '.internal', '.home.arpa', '.lan', '.intranet', '.corp', '.onion', '.test'];

/**
 * Why we do not send to an address; undefined for one on the internet. Names, not address ranges: https ties each name to
 * its certificate, so a name that is made to resolve to a private address reaches nobody who can answer for it.
 */
export function whyNotPublic(text: string): string | undefined {
  const url = URL.parse(text);
  if (url?.protocol !== 'https:') return 'it is not an https address';
  if (url.username !== '' || url.password !== '') return 'it holds a user name';
  const host = url.hostname.replace(/\.$/, '');
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0) return 'it names an IP address in place of a host';
  if (!host.includes('.') || inside.some((ending) => host.endsWith(ending))) return 'its host is not on the internet';
  return undefined;
}
