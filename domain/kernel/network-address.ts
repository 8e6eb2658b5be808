/** Whom an address stands for when requests are counted: one household or company has a whole /64 of IPv6 addresses. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  // IPv4 written as IPv6, RFC 4291 section 2.5.5.2.
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1);
  const [front = '', back = ''] = address.toLowerCase().split('::');
  const groups = (text: string) => text.split(':').filter(Boolean);
  const [before, after] = [groups(front), groups(back)];
  const between = Array.from({ length: Math.max(8 - before.length - after.length, 0) }, () => '0');
  return [...before, ...between, ...after]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
