import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

/** Calls to AWS and to providers by function, by operation. */
export type Calls = ReadonlyMap<string, ReadonlyMap<string, number>>;

export type Watch = {
  /** Runs a function's work; calls and log lines until it ends are that function's. */
  as<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  readonly calls: Calls;
  /** Requests as they are billed: one for each part of the size that the service counts in. */
  readonly billed: Calls;
  /** Bytes of what was sent with them. */
  readonly bytes: Calls;
  readonly invocations: ReadonlyMap<string, number>;
  logBytes(): number;
  reset(): void;
  stop(): void;
};

/** Adds to a count in a table of counts. */
export function addTo(
  counts: Map<string, Map<string, number>>,
  [row, column]: readonly [string, string],
  count: number,
): void {
  const ofRow = counts.get(row) ?? new Map<string, number>();
  counts.set(row, ofRow.set(column, (ofRow.get(column) ?? 0) + count));
}

const channel = 'http.client.request.start';
/** The SDK does not use `fetch`: what does asks a provider. */
const fetchChannel = 'undici:request:create';

/** What CloudWatch Logs adds to the size of each event. */
const bytesPerLogEvent = 26;

/** Bytes that one request pays for. */
const chunkBytes: Readonly<Record<string, number>> = { AmazonSQS: 64 * 1024, Sockets: 32 * 1024 };

/** What was asked of AWS: JSON protocols name it in a header, others by service, method and path. */
export function operationOf(request: {
  readonly target: string | undefined;
  readonly method: string;
  readonly path: string;
  /** Of Signature Version 4: its scope names the service. */
  readonly authorization?: string | undefined;
}): string {
  const { target, method, path, authorization = '' } = request;
  if (target) return target.replace(/(_\d+|V\d+_\d+)?\./, '.');
  if (path.startsWith('/@connections/')) return 'Sockets.PostToConnection';
  if (path.startsWith('/schedules/')) return 'Scheduler.CreateSchedule';
  const [, service = 's3'] = /\/([\w-]+)\/aws4_request/.exec(authorization) ?? [];
  return service === 's3' ? `S3.${s3Operations[method] ?? method}` : `${service}.${method}`;
}

const s3Operations: Readonly<Record<string, string>> = { GET: 'GetObject', HEAD: 'GetObject', PUT: 'PutObject' };

type Asked = { readonly operation: string; readonly length: number; readonly parts: number };

/** What the channel tells of a request that begins. */
function requestIn(message: unknown): Asked {
  const { request } = message as { readonly request: ClientRequest };
  const header = (of: string): string | undefined => request.getHeader(of)?.toString();
  const { method, path } = request;
  const operation = operationOf({
    target: header('x-amz-target'),
    method,
    path,
    authorization: header('authorization'),
  });
  const length = Number(header('content-length') ?? 0);
  const chunk = chunkBytes[operation.split('.')[0] ?? ''] ?? Number.POSITIVE_INFINITY;
  return { operation, length, parts: Math.max(1, Math.ceil(length / chunk)) };
}

function fetchIn(message: unknown): Asked {
  const { request } = message as { readonly request: { readonly method: string } };
  return { operation: `Provider.${request.method}`, length: 0, parts: 1 };
}

/** Watches every HTTP request that this process makes on behalf of a function, and what functions log. */
export function watch(): Watch {
  const current = new AsyncLocalStorage<string>();
  const calls = new Map<string, Map<string, number>>();
  const billed = new Map<string, Map<string, number>>();
  const sent = new Map<string, Map<string, number>>();
  const invocations = new Map<string, number>();
  let logged = 0;

  const note = ({ operation, length, parts }: Asked) => {
    const name = current.getStore();
    if (name === undefined) return;
    addTo(calls, [name, operation], 1);
    addTo(billed, [name, operation], parts);
    addTo(sent, [name, operation], length);
  };
  const onRequest = (message: unknown) => note(requestIn(message));
  const onFetch = (message: unknown) => note(fetchIn(message));
  subscribe(channel, onRequest);
  subscribe(fetchChannel, onFetch);
  const restore = hearConsole((line) => {
    if (current.getStore() === undefined) return false;
    logged += Buffer.byteLength(compact(line)) + bytesPerLogEvent;
    return true;
  });
  return {
    as: (name, work) => {
      invocations.set(name, (invocations.get(name) ?? 0) + 1);
      return current.run(name, work);
    },
    calls,
    billed,
    bytes: sent,
    invocations,
    logBytes: () => logged,
    reset() {
      for (const counts of [calls, billed, sent]) counts.clear();
      invocations.clear();
      logged = 0;
    },
    stop() {
      unsubscribe(channel, onRequest);
      unsubscribe(fetchChannel, onFetch);
      restore();
    },
  };
}

/** On a developer's machine the logger indents its lines; in Lambda it does not. */
function compact(line: string): string {
  try {
    return JSON.stringify(JSON.parse(line));
  } catch {
    return line;
  }
}

/** Of all functions, or of those that are wanted. */
export const sumOf = (calls: Calls, wanted: (operation: string, name: string) => boolean = () => true): number =>
  [...calls]
    .flatMap(([name, operations]) => [...operations].map(([operation, count]) => ({ name, operation, count })))
    .reduce((sum, { name, operation, count }) => sum + (wanted(operation, name) ? count : 0), 0);

const methods = ['debug', 'error', 'info', 'log', 'warn'] as const;

/** Shows every line to `hear` first, and prints it unless that took it. */
function hearConsole(hear: (line: string) => boolean): () => void {
  const before = methods.map((method) => [method, console[method]] as const);
  for (const [method, print] of before) {
    console[method] = (...given: unknown[]) => {
      if (!hear(given.map(String).join(' '))) print.apply(console, given);
    };
  }
  return () => {
    for (const [method, print] of before) console[method] = print;
  };
}
