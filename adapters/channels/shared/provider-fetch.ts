import { publicFetch } from './public-fetch.ts';
import { standInFetch } from './stand-in-fetch.ts';

/** Reaches providers on the internet, and nothing that is not on it; where a stand-in is named, the stand-in. */
export const providerFetch = (standInUrl: string): typeof fetch => standInFetch(standInUrl, publicFetch);
