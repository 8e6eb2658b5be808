import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { mailConnection } from '../seed/accounts.ts';
import { askLocal, runCommand, runningUrl, Stop } from './running-system.ts';

const usage = `Usage:
  npm run simulate -- twilio-sms --from +15550100123 --text "Where is my parcel?" [--to number] [--connection id]
  npm run simulate -- email --from jo@example.com --subject "Hello" --text "…" [--to address]
  npm run simulate -- email --file mail.eml [--from address] [--to address]
Sends it to the running system; --url names another one.`;

const options = {
  connection: { type: 'string' },
  file: { type: 'string' },
  from: { type: 'string' },
  subject: { type: 'string' },
  text: { type: 'string' },
  to: { type: 'string' },
  url: { type: 'string' },
} as const;

type Given = Readonly<Partial<Record<keyof typeof options, string>>>;

function needed(given: Given, name: keyof Given): string {
  const value = given[name];
  if (value === undefined || value === '') throw new Stop(`--${name} is missing.\n\n${usage}`);
  return value;
}

const $WebhookAnswer = z.object({ webhookStatus: z.number() });

async function sendText(url: string, given: Given): Promise<string> {
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

async function sendMail(url: string, given: Given): Promise<string> {
  if (given.file !== undefined) return sendFile(url, given);
  const mail = { from: needed(given, 'from'), text: needed(given, 'text'), subject: given.subject, to: given.to };
  await askLocal(url, '/local/simulate', { provider: 'ses-email', ...mail });
  return 'Accepted.';
}

function given() {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new Stop(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

await runCommand(async () => {
  const { values, positionals } = given();
  const [what] = positionals;
  const send = { 'twilio-sms': sendText, email: sendMail }[what ?? ''];
  if (!send) throw new Stop(usage);
  return send(values.url ?? (await runningUrl()), values);
});
