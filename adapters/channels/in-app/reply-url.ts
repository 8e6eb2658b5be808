import { isIP } from 'node:net';

/** Names that never are on the public internet (RFC 6761, RFC 6762, RFC 8375, RFC 9476), and the metadata services' own. */
const privateEndings = ['.local', '.localhost', '.internal', '.home.arpa', '.lan', '.test', '.invalid', '.alt'];

/**
 * Why an address that an administrator wrote is not called. Names, not address ranges: https ties each to its certificate,
 * so a name that is made to resolve to a private address fails, and redirects are not followed.
 */
export function whyNotCalled(address: string): string | undefined {
  const url = URL.parse(address);
  if (!url) return 'it is not a URL';
  const { protocol, port, username, password, hostname } = url;
  if (protocol !== 'https:') return 'it is not https';
  if (port !== '') return 'it names a port';
  if (username !== '' || password !== '') return 'it holds a user name or password';
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(host) !== 0) return 'it is an address, not a name';
  const isPrivate = !host.includes('.') || privateEndings.some((ending) => host.endsWith(ending));
  return isPrivate ? 'its host is not on the public internet' : undefined;
}
