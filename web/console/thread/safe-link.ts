/** The address, where it is one that is safe to open: others' texts may hold anything. */
export const safeLink = (url: string | undefined): string | undefined => {
  const parsed = url === undefined ? undefined : URL.parse(url);
  return parsed?.protocol === 'https:' ? parsed.href : undefined;
};

/** Where a place is on a map that needs no key and is told no name. */
export const mapLink = ({ latitude, longitude }: { readonly latitude: number; readonly longitude: number }): string =>
  `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
