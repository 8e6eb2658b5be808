import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { atWork, writeLine } from './writer.ts';

/** Pushes to sockets whose ids begin so never arrive. */
export const lostSocket = 'lost-';

type Begun = { readonly by: string; readonly service: string; readonly chunks: Buffer[] };
const begun = new WeakMap<ClientRequest, Begun>();

/** The name in the scope of the signature; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html. */
const serviceOf = (request: ClientRequest): string | undefined =>
  /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(
    request.getHeader('authorization')?.toString() ?? '',
  )?.[1];

const header = (request: ClientRequest, name: string): string => request.getHeader(name)?.toString() ?? '';

/** Keeps a copy of what is written to the request. */
function keepBody(request: ClientRequest, chunks: Buffer[]): void {
  for (const name of ['write', 'end'] as const) {
    const send = request[name].bind(request) as (...given: unknown[]) => unknown;
    Object.assign(request, {
      [name]: (chunk: unknown, ...more: unknown[]) => {
        if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
        return send(chunk, ...more);
      },
    });
  }
}

function onCreated(message: unknown): void {
  const { request } = message as { readonly request: ClientRequest };
  const by = atWork.getStore();
  const service = serviceOf(request);
  if (by === undefined || service === undefined) return;
  const chunks: Buffer[] = [];
  begun.set(request, { by, service, chunks });
  // The network loses it: whoever pushes has to live with that.
  if (request.path.includes(`/@connections/${lostSocket}`)) setImmediate(() => request.destroy(new Error('lost')));
  // Files are long and say nothing that the address does not.
  if (service !== 's3') keepBody(request, chunks);
}

function onAnswered(message: unknown): void {
  const { request, response } = message as { readonly request: ClientRequest; readonly response: IncomingMessage };
  const known = begun.get(request);
  if (!known) return;
  writeLine({
    kind: 'request',
    by: known.by,
    service: known.service,
    method: request.method,
    url: `${request.protocol}//${header(request, 'host')}${request.path}`,
    target: header(request, 'x-amz-target'),
    body: Buffer.concat(known.chunks).toString(),
    status: response.statusCode ?? 0,
  });
}

/** Writes down every request that a function signs, whichever client it comes from. */
export function watchRequests(): void {
  subscribe('http.client.request.created', onCreated);
  subscribe('http.client.response.finish', onAnswered);
}
