/**
 * Reaches providers at their real addresses, or, where a stand-in is named, at `<stand-in>/<real host>/<path>`: only the
 * local system and tests name one.
 */
export const providerFetch = (standInUrl: string): typeof fetch =>
  standInUrl
    ? (input, init) => {
        const { host, pathname, search } = new URL(input instanceof Request ? input.url : input);
        return fetch(`${standInUrl}/${host}${pathname}${search}`, init);
      }
    : fetch;
