/**
 * Reaches providers at their real addresses by `reach`, or, where a stand-in is named, at `<stand-in>/<real host>/<path>`:
 * only the local system and tests name one.
 */
export const standInFetch = (standInUrl: string, reach: typeof fetch): typeof fetch =>
  standInUrl
    ? (input, init) => {
        const { host, pathname, search } = new URL(input instanceof Request ? input.url : input);
        return fetch(`${standInUrl}/${host}${pathname}${search}`, init);
      }
    : reach;
