import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Mail, sendMail, textWebhook } from '#local/seed/simulate.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type SystemOptions = {
  /** With the demo's customers. @default false */
  readonly demo?: boolean;
  /** Kept afterwards when given; else a new one that `stop` removes. */
  readonly dataDir?: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
};

export type ApiRequest = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly body?: unknown;
  /** @default a new one */
  readonly idempotencyKey?: string;
};
/** A test names what it expects of an answer. */
export type ApiAnswer<Body> = { readonly status: number; readonly body: Body };
export type ApiClient = <Body = unknown>(request: ApiRequest) => Promise<ApiAnswer<Body>>;

export type CustomerText = {
  readonly from: string;
  readonly text: string;
  readonly connectionId?: string;
  /** Twilio's id; the same one twice is one message. */
  readonly sid?: string;
  /** In place of the right one. */
  readonly signature?: string;
};

const $State = z.object({
  now: z.string(),
  isIdle: z.boolean(),
  queues: z.record(z.string(), z.object({ waiting: z.number(), inFlight: z.number(), deadLetters: z.number() })),
  sockets: z.number(),
  executions: z.record(z.string(), z.number()),
  comprehend: z.record(z.string(), z.number()),
});
export type SystemState = z.infer<typeof $State>;

const $Addresses = z.object({ url: z.string(), mailInbox: z.string(), smtpPort: z.number(), issuer: z.string() });

const $Simulated = z.object({
  answers: z.array(z.object({ request: z.string(), status: z.number(), body: z.string() })),
});
const $Sent = z.object({
  provider: z.string(),
  id: z.string(),
  to: z.string(),
  text: z.string(),
  files: z.array(z.string()).default([]),
  status: z.string(),
});
/** What reached a customer of a stand-in. */
export type Sent = z.infer<typeof $Sent>;

export type Faults = {
  readonly comprehend?: string;
  readonly twilio?: string;
  /** All providers but Twilio. */
  readonly providers?: string;
  readonly mail?: string;
};

export type LocalSystem = {
  readonly url: string;
  readonly smtpPort: number;
  readonly mailInbox: string;
  readonly dataDir: string;
  token(person: string): Promise<string>;
  /** Calls the agent API as a person; a new Idempotency-Key with each call unless one is given. */
  api(person: string): ApiClient;
  /** Sends a signed webhook as Twilio would; the status. */
  sendSms(text: CustomerText): Promise<number>;
  /** Does what a customer does at a provider, in the words of `GET /local/channels`. Throws when a webhook of it is refused. */
  simulate(provider: string, action: string, values?: Readonly<Record<string, string>>): Promise<void>;
  /** What reached customers through a provider's stand-in, newest first. */
  sentBy(provider: string): Promise<readonly Sent[]>;
  /** Sends a mail over SMTP. */
  sendMail(mail: Mail): Promise<void>;
  /** Moves the clock by an ISO 8601 duration. */
  advanceClock(duration: string): Promise<void>;
  faults(faults: Faults): Promise<void>;
  state(): Promise<SystemState>;
  /** Waits until nothing is on its way. */
  settled(): Promise<void>;
  /** What the business sent through Twilio, newest first. */
  textsSent(): Promise<readonly { readonly to: string; readonly body: string; readonly status: string }[]>;
  /** Ends the process as a power cut would; start another one on its `dataDir` and `port`. */
  kill9(): Promise<void>;
  /** As Ctrl-C does; the exit code. */
  stop(): Promise<number | null>;
};

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** Runs `npm start` with a port and a folder of its own. */
export function spawnSystem(options: Required<Pick<SystemOptions, 'port' | 'dataDir'>> & SystemOptions): ChildProcess {
  const { port, dataDir, demo = false, env = {} } = options;
  return spawn(process.execPath, ['local/start.mjs', demo ? '--demo' : '--no-demo'], {
    cwd: root,
    env: { ...process.env, PARLEY_NO_CONSOLE: '1', ...env, PORT: String(port), PARLEY_DATA: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** All that a process printed until it ended, and how it ended. */
export async function ended(child: ChildProcess): Promise<{ readonly code: number | null; readonly output: string }> {
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: Buffer.concat(chunks).toString() };
}

const readyWithinMs = 60_000;
const lookEveryMs = 25;

async function untilReady(url: string, child: ChildProcess, output: Promise<{ output: string }>): Promise<void> {
  const giveUpAt = performance.now() + readyWithinMs;
  while (performance.now() < giveUpAt) {
    if (child.exitCode !== null) throw new Error(`the local system ended:\n${(await output).output}`);
    const response = await fetch(`${url}/health`).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    await wait(lookEveryMs);
  }
  child.kill('SIGKILL');
  throw new Error(`the local system was not ready in time:\n${(await output).output}`);
}

/** Starts the whole local system in a process of its own and waits until it is ready. */
export async function startSystem(options: SystemOptions = {}): Promise<LocalSystem> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'parley-'));
  const port = options.port ?? (await freePort());
  const child = spawnSystem({ ...options, dataDir, port });
  const end = ended(child);
  const url = `http://localhost:${port}`;
  await untilReady(url, child, end);
  const finish = async (signal: 'SIGINT' | 'SIGKILL'): Promise<number | null> => {
    child.kill(signal);
    return (await end).code;
  };
  const { smtpPort, mailInbox } = $Addresses.parse(await local(url, 'addresses'));
  return {
    url,
    smtpPort,
    mailInbox,
    dataDir,
    ...remoteControl(url, smtpPort),
    kill9: async () => void (await finish('SIGKILL')),
    async stop() {
      const code = await finish('SIGINT');
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
      return code;
    },
  };
}

/** Asks `/local/*`: with POST when there is something to tell. */
async function local(url: string, path: string, body?: object): Promise<unknown> {
  const request = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${url}/local/${path}`, request);
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`/local/${path} was answered with ${response.status}: ${JSON.stringify(answer)}`);
  return answer;
}

const $Token = z.object({ token: z.string() });
const $SentItems = z.object({ items: z.array($Sent) });
const $Texts = z.object({ items: z.array(z.object({ to: z.string(), body: z.string(), status: z.string() })) });

type RemoteControl = Omit<LocalSystem, 'url' | 'smtpPort' | 'mailInbox' | 'dataDir' | 'kill9' | 'stop'>;

function remoteControl(url: string, smtpPort: number): RemoteControl {
  const token = async (person: string) => $Token.parse(await local(url, 'token', { person })).token;
  const state = async () => $State.parse(await local(url, 'state'));
  return {
    token,
    state,
    api: (person) => async (request) => callApi(url, await token(person), request),
    async sendSms({ signature, ...text }) {
      const webhook = textWebhook(url, text);
      const forged = signature === undefined ? {} : { 'x-twilio-signature': signature };
      const headers = { ...webhook.request.headers, ...forged };
      const response = await fetch(webhook.url, { ...webhook.request, headers });
      await response.body?.cancel();
      return response.status;
    },
    async simulate(provider, action, values = {}) {
      const { answers } = $Simulated.parse(await local(url, 'simulate', { provider, action, values }));
      const refused = answers.find(({ status }) => status >= 300);
      if (refused) throw new Error(`${provider}, ${action}: ${refused.request} was answered with ${refused.status}`);
    },
    async sentBy(provider) {
      const { items } = $SentItems.parse(await local(url, 'sent'));
      return items.filter((sent) => sent.provider === provider);
    },
    sendMail: (mail) => sendMail(smtpPort, mail),
    advanceClock: async (advance) => void (await local(url, 'clock', { advance })),
    faults: async (faults) => void (await local(url, 'faults', faults)),
    textsSent: async () => $Texts.parse(await local(url, 'texts')).items,
    async settled() {
      // Twice, since a message may change queues while one looks.
      for (let quiet = 0; quiet < 2; quiet = (await state()).isIdle ? quiet + 1 : 0) await wait(lookEveryMs);
    },
  };
}

async function callApi<Body>(url: string, token: string, request: ApiRequest): Promise<ApiAnswer<Body>> {
  const { method = 'GET', path, body, idempotencyKey = randomUUID() } = request;
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': idempotencyKey,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}
