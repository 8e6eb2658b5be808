import { AsyncLocalStorage } from 'node:async_hooks';
import { SQSClient } from '@aws-sdk/client-sqs';

/** A request as it would go over the wire. */
export type Wire = {
  readonly method: string;
  readonly host: string;
  readonly port: number | undefined;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};
export type WireAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
};

/** What a function of ours asks of the world outside, told by where the call comes from. */
export type Outside = {
  request(wire: Wire): Promise<WireAnswer>;
  /** Calls back when the world's time has come; returns how to give up. */
  timer(ms: number, wake: () => void): () => void;
  nowMs(): number;
  /** In place of chance: the SDK spreads its retries by it. */
  random(): number;
  log(line: string): void;
};

/** Set while code of a function runs, and while the harness itself talks to the world; not while the world answers. */
export const outside = new AsyncLocalStorage<Outside | undefined>();

type SdkRequest = {
  readonly method: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
};
type SdkHandler = {
  handle(
    request: SdkRequest,
    options?: { readonly abortSignal?: AbortSignal },
  ): Promise<{ readonly response: unknown }>;
};

const textOf = (body: unknown): string =>
  body instanceof Uint8Array
    ? Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString()
    : String(body ?? '');

const queryOf = ({ query = {} }: SdkRequest): string => {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one ?? '']),
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
};

const abortError = (): Error => Object.assign(new Error('Request aborted'), { name: 'AbortError' });

/** Settles with the work or with the signal, whichever is first. */
function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal | null | undefined): Promise<Result> {
  if (!signal) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const give = () => reject(signal.reason instanceof Error ? signal.reason : abortError());
  if (signal.aborted) give();
  signal.addEventListener('abort', give, { once: true });
  return Promise.race([work, promise]);
}

/** All clients of the SDK hand their signed requests to one class. */
function interceptSdk(): void {
  const probe = new SQSClient({});
  const shared = Object.getPrototypeOf(probe.config.requestHandler) as SdkHandler;
  const toNetwork = shared.handle;
  probe.destroy();
  shared.handle = async function handle(request, options) {
    const world = outside.getStore();
    if (!world) return toNetwork.call(this, request, options);
    const wire: Wire = {
      method: request.method,
      host: request.hostname,
      port: request.port,
      path: request.path + queryOf(request),
      headers: request.headers,
      body: textOf(request.body),
    };
    const { status, headers = {}, body } = await unlessAborted(world.request(wire), options?.abortSignal);
    return { response: { statusCode: status, headers, body: Buffer.from(body) } };
  };
}

function interceptFetch(): void {
  const toNetwork = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const world = outside.getStore();
    if (!world) return toNetwork(input, init);
    const { hostname, port, pathname, search } = new URL(input instanceof Request ? input.url : input);
    const wire: Wire = {
      method: init?.method ?? 'GET',
      host: hostname,
      port: port === '' ? undefined : Number(port),
      path: pathname + search,
      headers: Object.fromEntries(new Headers(init?.headers)),
      body: String(init?.body ?? ''),
    };
    const { status, headers = {}, body } = await unlessAborted(world.request(wire), init?.signal);
    return new Response(body.length === 0 ? null : Buffer.from(body), { status, headers });
  };
}

type Handle = { readonly stop: () => void; ref(): Handle; unref(): Handle; hasRef(): boolean };

/** Waiting takes the world's time, which passes when nothing else can happen. */
function interceptTimers(): void {
  const { setTimeout: realSet, clearTimeout: realClear } = globalThis;
  const set = (call: (...given: unknown[]) => void, ms = 0, ...given: unknown[]): unknown => {
    const world = outside.getStore();
    if (!world) return realSet(call, ms, ...given);
    const handle: Handle = {
      stop: world.timer(ms, () => call(...given)),
      ref: () => handle,
      unref: () => handle,
      hasRef: () => true,
    };
    return handle;
  };
  const clear = (timer: unknown): void => {
    if (typeof timer === 'object' && timer !== null && 'stop' in timer) (timer as Handle).stop();
    else realClear(timer as NodeJS.Timeout);
  };
  Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
  const realAfter = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (ms) => {
    const world = outside.getStore();
    if (!world) return realAfter(ms);
    const stopping = new AbortController();
    world.timer(ms, () => stopping.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')));
    return stopping.signal;
  };
  const realNow = performance.now.bind(performance);
  performance.now = () => outside.getStore()?.nowMs() ?? realNow();
}

/** What functions log stays off the terminal. */
function interceptConsole(): void {
  const { console: terminal } = globalThis;
  for (const method of ['debug', 'error', 'info', 'log', 'warn'] as const) {
    const toTerminal = terminal[method].bind(terminal);
    terminal[method] = (...given: unknown[]) => {
      const world = outside.getStore();
      if (world) world.log(given.map(String).join(' '));
      else toTerminal(...given);
    };
  }
}

function interceptChance(): void {
  const real = Math.random;
  Math.random = () => outside.getStore()?.random() ?? real();
}

let isIntercepting = false;

/** From now on this thread's functions talk to whatever world they run in. Cannot be undone, so it is done in threads of its own. */
export function interceptOutside(): void {
  if (isIntercepting) return;
  isIntercepting = true;
  interceptSdk();
  interceptFetch();
  interceptTimers();
  interceptConsole();
  interceptChance();
}
