import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { mailConnection } from '../seed/accounts.ts';
import { askLocal, runCommand, runningUrl, Stop } from './running-system.ts';

const usage = `Usage:
  npm run simulate -- list
  npm run simulate -- telegram [action] [--field value …]     any provider of the list; what is not given is suggested
  npm run simulate -- twilio-sms --from +15550100123 --text "Where is my parcel?" [--to number] [--connection id]
  npm run simulate -- email --from jo@example.com --subject "Hello" --text "…" [--to address]
  npm run simulate -- email --file mail.eml [--from address] [--to address]
Sends it to the running system; --url names another one.`;

const $Channel = z.object({
  provider: z.string(),
  title: z.string(),
  actions: z
    .array(
      z.object({
        id: z.string(),
        label: z.string(),
        fields: z.array(z.object({ name: z.string(), label: z.string(), value: z.string() })),
      }),
    )
    .min(1),
});
type Channel = z.infer<typeof $Channel>;
type Action = Channel['actions'][number];

type Given = Readonly<Record<string, string | undefined>>;
type Asked = { readonly url: string; readonly args: readonly string[] };

function parsed(args: readonly string[], names: readonly string[], help = usage): Given {
  const options = Object.fromEntries([...names, 'url'].map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new Stop(`${error instanceof Error ? error.message : error}\n\n${help}`);
  }
}

function needed(given: Given, name: string): string {
  const value = given[name];
  if (value === undefined || value === '') throw new Stop(`--${name} is missing.\n\n${usage}`);
  return value;
}

const $WebhookAnswer = z.object({ webhookStatus: z.number() });

async function sendText({ url, args }: Asked): Promise<string> {
  const given = parsed(args, ['from', 'to', 'text', 'connection']);
  const text = { provider: 'twilio-sms', from: needed(given, 'from'), text: needed(given, 'text') };
  const { to, connection } = given;
  const { webhookStatus } = $WebhookAnswer.parse(await askLocal(url, '/local/simulate', { ...text, to, connection }));
  if (webhookStatus !== 200) throw new Stop(`The webhook answered with ${webhookStatus}: the text was not accepted.`);
  return 'Accepted.';
}

function readMail(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new Stop(`The file ${file} cannot be read.`);
  }
}

async function sendFile(url: string, given: Given): Promise<string> {
  const raw = readMail(needed(given, 'file'));
  const envelope = new URLSearchParams({ from: given.from ?? '', to: given.to ?? mailConnection.address });
  const response = await fetch(`${url}/local/mail?${envelope}`, { method: 'POST', body: new Uint8Array(raw) });
  if (!response.ok) throw new Stop(`The mail was not accepted: ${response.status} ${await response.text()}`);
  return 'Accepted.';
}

async function sendMail({ url, args }: Asked): Promise<string> {
  const given = parsed(args, ['from', 'to', 'subject', 'text', 'file']);
  if (given.file !== undefined) return sendFile(url, given);
  const mail = { from: needed(given, 'from'), text: needed(given, 'text'), subject: given.subject, to: given.to };
  await askLocal(url, '/local/simulate', { provider: 'ses-email', ...mail });
  return 'Accepted.';
}

async function channelsAt(url: string): Promise<readonly Channel[]> {
  const response = await fetch(`${url}/local/channels`).catch(() => {
    throw new Stop(`Nothing answers at ${url}. Is it the address that npm start printed?`);
  });
  return z.object({ items: z.array($Channel) }).parse(await response.json()).items;
}

const actionLines = ({ id, label, fields }: Action): readonly string[] => [
  `  ${id.padEnd(14)} ${label}`,
  ...fields.map(({ name, label: meaning, value }) => {
    const suggested = value === '' ? '' : ` [${value}]`;
    return `      --${name.padEnd(12)} ${meaning}${suggested}`;
  }),
];

const channelLines = ({ provider, title, actions }: Channel): readonly string[] => [
  `${provider}   ${title}`,
  ...actions.flatMap(actionLines),
];

async function list({ url }: Asked): Promise<string> {
  const channels = await channelsAt(url);
  return [
    'email   E-mail\n      --from --to --subject --text, or --file mail.eml',
    'twilio-sms   Text messages (Twilio)\n      --from --text --to --connection',
    ...channels.map((channel) => channelLines(channel).join('\n')),
  ].join('\n\n');
}

function actionOf({ provider, actions }: Channel, id: string | undefined): Action {
  const action = id === undefined ? actions.at(0) : actions.find((one) => one.id === id);
  if (action) return action;
  throw new Stop(`${provider} has no "${id}"; it has:\n\n${actions.flatMap(actionLines).join('\n')}`);
}

const $Answers = z.object({
  answers: z.array(z.object({ status: z.number(), request: z.string(), body: z.string() })),
});

/** Whether the second word is an action: what follows the provider may be an option already. */
const isName = (arg: string | undefined): arg is string => arg !== undefined && !arg.startsWith('-');

async function act(provider: string, { url, args }: Asked): Promise<string> {
  const channels = await channelsAt(url);
  const channel = channels.find((one) => one.provider === provider);
  if (!channel) {
    const names = ['email', 'twilio-sms', ...channels.map((one) => one.provider)];
    throw new Stop(`There is no provider "${provider}"; there are ${names.join(', ')}.`);
  }
  const [first, ...others] = args;
  const action = actionOf(channel, isName(first) ? first : undefined);
  const names = action.fields.map(({ name }) => name);
  const help = `${provider} has:\n${actionLines(action).join('\n')}`;
  const { url: _, ...values } = parsed(isName(first) ? others : args, names, help);
  const asked = { provider, action: action.id, values };
  const { answers } = $Answers.parse(await askLocal(url, '/local/simulate', asked));
  const told = answers.map(({ status, request, body }) =>
    status < 300 ? `${status}  ${request}` : `${status}  ${request}  ${body}`,
  );
  if (answers.some(({ status }) => status >= 300)) throw new Stop(['Not accepted:', ...told].join('\n'));
  return ['Accepted:', ...told].join('\n');
}

const commands: Readonly<Record<string, (asked: Asked) => Promise<string>>> = {
  list,
  email: sendMail,
  'ses-email': sendMail,
  'twilio-sms': sendText,
};

/** The address named by `--url`, wherever it stands. */
const urlIn = (args: readonly string[]): string | undefined => {
  const { url } = parseArgs({ args: [...args], strict: false, options: { url: { type: 'string' } } }).values;
  return typeof url === 'string' ? url.replace(/\/$/, '') : undefined;
};

await runCommand(async () => {
  const [what, ...args] = process.argv.slice(2);
  if (!isName(what)) throw new Stop(usage);
  const asked = { url: urlIn(args) ?? (await runningUrl()), args };
  const command = commands[what];
  return command ? command(asked) : act(what, asked);
});
