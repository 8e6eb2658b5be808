import { isIP } from 'node:net';

/** Endings that no public host has (RFC 6761, RFC 6762, RFC 8375, RFC 9476, and what clouds and offices use inside). */
const inside = [
  '.localhost',
  '.local',
  '.internal',
  '.home.arpa',
  '.lan',
  '.intranet',
  '.corp',
  '.onion',
  '.test',
  '.invalid',
  '.alt',
];

/**
 * Why nothing is fetched from an address; undefined for one that names a host on the internet. What the name leads to is
 * looked at when it is fetched: see public-fetch.ts.
 */
export function whyNotPublic(address: string): string | undefined {
  const url = URL.parse(address);
  if (url?.protocol !== 'https:') return 'it is not an https address';
  if (url.username !== '' || url.password !== '') return 'it holds a user name or password';
  if (url.port !== '') return 'it names a port';
  const host = url.hostname.replace(/\.$/, '');
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0) return 'it names an IP address in place of a host';
  if (!host.includes('.') || inside.some((ending) => host.endsWith(ending))) return 'its host is not on the internet';
  return undefined;
}

/** May files and answers be fetched from a host of this name, or, with a dot in front, from those below it? */
export const isPublicHost = (host: string): boolean =>
  whyNotPublic(`https://${host.replace(/^\./, '')}/`) === undefined;
