import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

/** Calls to AWS and to providers by function, by operation. */
export type Calls = ReadonlyMap<string, ReadonlyMap<string, number>>;

export type Watch = {
  /** Runs a function's work; calls and log lines until it ends are that function's. */
  as<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  readonly calls: Calls;
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

/** What was asked of AWS: JSON protocols name it in a header, S3 and the sockets' API by method and path. */
export function operationOf(request: {
  readonly target: string | undefined;
  readonly method: string;
  readonly path: string;
}): string {
  const { target, method, path } = request;
  if (target) return target.replace(/(_\d+|V\d+_\d+)?\./, '.');
  if (path.startsWith('/@connections/')) return 'Sockets.PostToConnection';
  return `S3.${method === 'GET' ? 'GetObject' : 'PutObject'}`;
}

/** Watches every HTTP request that this process makes on behalf of a function, and what functions log. */
export function watch(): Watch {
  const current = new AsyncLocalStorage<string>();
  const calls = new Map<string, Map<string, number>>();
  const invocations = new Map<string, number>();
  let bytes = 0;

  const onRequest = (message: unknown) => {
    const name = current.getStore();
    const { request } = message as { readonly request: ClientRequest };
    if (name === undefined) return;
    const target = request.getHeader('x-amz-target')?.toString();
    addTo(calls, [name, operationOf({ target, method: request.method, path: request.path })], 1);
  };
  const onFetch = (message: unknown) => {
    const name = current.getStore();
    const { request } = message as { readonly request: { readonly method: string } };
    if (name !== undefined) addTo(calls, [name, `Provider.${request.method}`], 1);
  };
  subscribe(channel, onRequest);
  subscribe(fetchChannel, onFetch);
  const restore = hearConsole((line) => {
    if (current.getStore() === undefined) return false;
    bytes += Buffer.byteLength(compact(line)) + bytesPerLogEvent;
    return true;
  });
  return {
    as: (name, work) => {
      invocations.set(name, (invocations.get(name) ?? 0) + 1);
      return current.run(name, work);
    },
    calls,
    invocations,
    logBytes: () => bytes,
    reset() {
      calls.clear();
      invocations.clear();
      bytes = 0;
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
