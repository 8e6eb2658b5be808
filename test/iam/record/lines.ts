import * as z from 'zod';

/** What is written down while the local system runs, one JSON line each. */
export const $Line = z.discriminatedUnion('kind', [
  /** A function was made, with these variables. */
  z.object({ kind: z.literal('function'), name: z.string(), environment: z.record(z.string(), z.string()) }),
  /** It was called. */
  z.object({ kind: z.literal('invoked'), name: z.string() }),
  /** It asked a service of AWS, which answered with this status. */
  z.object({
    kind: z.literal('request'),
    by: z.string(),
    /** As signed: the name by which the service is known to IAM. */
    service: z.string(),
    method: z.string(),
    url: z.string(),
    target: z.string(),
    body: z.string(),
    status: z.number(),
  }),
  /** It signed a request to S3, for somebody else to make. */
  z.object({
    kind: z.literal('signed'),
    by: z.string(),
    operation: z.enum(['GetObject', 'PutObject']),
    bucket: z.string(),
    key: z.string(),
  }),
]);
export type Line = z.infer<typeof $Line>;
export type RequestLine = Extract<Line, { kind: 'request' }>;
