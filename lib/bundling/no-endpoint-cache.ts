/**
 * Takes the place of `@aws-sdk/endpoint-cache` in our bundles: only a client that is told to discover endpoints asks it
 * anything, and none of ours is. 2 kB gzip of every function with the table. One that asks fails loudly.
 */
export class EndpointCache {
  getEndpoint(): never {
    throw new Error('endpoint discovery is left out of the bundle; see lib/bundling/no-endpoint-cache.ts');
  }
}
