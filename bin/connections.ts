import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const usage = `Usage: npm run connections -- <command> [id] [options]

  list                                   all connections
  providers                              what a connection of each provider needs
  add <id> --file connection.json        create or change one: {provider, channel, name, address, queueId, …}
  credentials <id> --file secrets.json   store its credentials in SSM and test them (--rotate keeps the old ones beside)
  test <id>                              ask the provider whether it works
  register <id>                          tell the provider to send its webhooks here
  disable <id> | enable <id>             switch it off or on
  health <id>                            last in and out, failures, silence
  ledger <id> [--day 2026-11-22]         received = placed + quarantined + dropped

  --url    address of Parley        (or PARLEY_URL; default http://localhost:4400)
  --token  an administrator's token (or PARLEY_TOKEN; \`npm run --silent token ada\` prints a local one)
  A file "-" is standard input, so that secrets need not lie on a disk.`;

class Stop extends Error {}

const options = {
  day: { type: 'string' },
  file: { type: 'string' },
  rotate: { type: 'boolean' },
  token: { type: 'string' },
  url: { type: 'string' },
} as const;

type Given = ReturnType<typeof parse>['values'];
type Asked = { readonly id: string; readonly given: Given };
type Call = { readonly method: string; readonly path: string; readonly body?: unknown };

function parse() {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new Stop(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

function fileIn({ file }: Given): Record<string, unknown> {
  if (!file) throw new Stop(`--file is missing.\n\n${usage}`);
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch {
    throw new Stop(`The file ${file} cannot be read.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Stop(`The file ${file} is not JSON.`);
  }
}

const one = (id: string, what = ''): string => `/v1/connections/${encodeURIComponent(id)}${what}`;
const post =
  (what: string) =>
  (asked: Asked): Call => ({ method: 'POST', path: one(asked.id, what), body: {} });

const commands: Readonly<Record<string, (asked: Asked) => Call>> = {
  list: () => ({ method: 'GET', path: '/v1/connections' }),
  providers: () => ({ method: 'GET', path: '/v1/providers' }),
  add: ({ id, given }) => ({ method: 'PUT', path: one(id), body: fileIn(given) }),
  credentials: ({ id, given }) => {
    const body = { credentials: fileIn(given), ...(given.rotate ? { rotate: true } : {}) };
    return { method: 'PUT', path: one(id, '/credentials'), body };
  },
  test: post('/test'),
  register: post('/register'),
  disable: post('/disable'),
  enable: post('/enable'),
  health: ({ id }) => ({ method: 'GET', path: one(id, '/health') }),
  ledger: ({ id, given }) => ({ method: 'GET', path: one(id, `/ledger${given.day ? `?day=${given.day}` : ''}`) }),
};
const withoutId: ReadonlySet<string> = new Set(['list', 'providers']);

async function ask({ method, path, body }: Call, { url, token }: { url: string; token: string }): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Stop(`Nothing answers at ${url}. Is it the address of Parley?`);
  });
  const answer = (await response.json()) as { detail?: string; message?: string };
  if (response.ok) return answer;
  throw new Stop(`${response.status}: ${answer.detail ?? answer.message ?? 'the request was refused'}`);
}

async function run(): Promise<string> {
  const { values, positionals } = parse();
  const [name = '', id = ''] = positionals;
  const command = commands[name];
  if (!command || (id === '' && !withoutId.has(name))) throw new Stop(usage);
  const token = values.token ?? process.env.PARLEY_TOKEN;
  if (!token) throw new Stop(`--token or PARLEY_TOKEN is missing.\n\n${usage}`);
  const url = (values.url ?? process.env.PARLEY_URL ?? 'http://localhost:4400').replace(/\/$/, '');
  return JSON.stringify(await ask(command({ id, given: values }), { url, token }), null, 2);
}

try {
  console.log(await run());
} catch (error) {
  console.error(error instanceof Stop ? error.message : error);
  process.exitCode = 1;
}
