import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Config } from 'aws-ses-v2-local';
import PostalMime from 'postal-mime';
import { closed, listenLocally } from './http/listen-locally.ts';
import { requestBody } from './http/request-body.ts';

/** A mail that SES has accepted; what becomes of it is told by notifications, which are the caller's to make. */
export type SentMail = {
  readonly messageId: string;
  readonly from: string;
  /** Every recipient, whether To, Cc or Bcc. */
  readonly to: readonly string[];
  /** As the sender named them; events about the mail repeat them. */
  readonly tags: Readonly<Record<string, string>>;
  readonly raw: Buffer;
};
export type SesOptions = {
  /** Called before the sender is answered; when it rejects, the sender gets an error and may send again. */
  readonly onSent: (mail: SentMail) => Promise<void>;
  readonly port?: number | undefined;
};
export type LocalSes = { readonly endpoint: string; readonly inboxUrl: string; stop(): Promise<void> };

/** A CommonJS module whose default export Node and bundlers see in different places. */
const { default: startInbox } = createRequire(import.meta.url)('aws-ses-v2-local') as {
  readonly default: (config: Config) => Promise<Server>;
};

/** Starts SES with a web inbox of what was sent. The inbox offers no hook, so requests pass through a listener. */
export async function startSes({ onSent, port }: SesOptions): Promise<LocalSes> {
  const behind = await startInbox({ host: '127.0.0.1', port: 0 });
  const server = createServer((request, response) => void pass(request, response, { behind, onSent }));
  const listening = await listenLocally(server, port);
  return {
    endpoint: listening.endpoint,
    inboxUrl: `${listening.endpoint}/`,
    async stop() {
      await listening.stop();
      await closed(behind);
    },
  };
}

type Behind = { readonly behind: Server; readonly onSent: SesOptions['onSent'] };

async function pass(request: IncomingMessage, response: ServerResponse, { behind, onSent }: Behind): Promise<void> {
  try {
    const body = await requestBody(request);
    const answer = await forward(request, body, behind);
    const text = Buffer.from(await answer.arrayBuffer());
    const sent = answer.ok ? await sentMail(request, body, text.toString()) : undefined;
    if (sent) await onSent(sent);
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/xml' });
    response.end(text);
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
}

function forward(request: IncomingMessage, body: Buffer, behind: Server): Promise<Response> {
  const { port } = behind.address() as AddressInfo;
  const { authorization = '', 'content-type': contentType = '' } = request.headers;
  return fetch(`http://127.0.0.1:${port}${request.url}`, {
    method: request.method ?? 'GET',
    headers: { authorization, 'content-type': contentType },
    ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
  });
}

async function sentMail(request: IncomingMessage, body: Buffer, answer: string): Promise<SentMail | undefined> {
  if (request.method !== 'POST' || request.url !== '/') return undefined;
  const fields = new URLSearchParams(body.toString());
  const messageId = /<MessageId>([^<]+)<\/MessageId>/.exec(answer)?.[1];
  if (fields.get('Action') !== 'SendRawEmail' || messageId === undefined) return undefined;
  const raw = Buffer.from(fields.get('RawMessage.Data') ?? '', 'base64');
  const headers = await PostalMime.parse(raw);
  const named = [...fields].filter(([name]) => name.startsWith('Destinations.member.')).map(([, address]) => address);
  const addressed = [headers.to, headers.cc, headers.bcc].flatMap((list) => list ?? []).flatMap(addressesOf);
  const from = fields.get('Source') ?? headers.from?.address ?? '';
  return { messageId, from, to: named.length > 0 ? named : addressed, tags: tagsOf(fields), raw };
}

/** `Tags.member.1.Name=connection&Tags.member.1.Value=…` */
const tagsOf = (fields: URLSearchParams): Record<string, string> =>
  Object.fromEntries(
    [...fields].flatMap(([field, name]) =>
      /^Tags\.member\.\d+\.Name$/.test(field) ? [[name, fields.get(field.replace(/Name$/, 'Value')) ?? '']] : [],
    ),
  );

type Mailbox = { readonly address?: string | undefined; readonly group?: readonly Mailbox[] | undefined };

const addressesOf = ({ address, group }: Mailbox): readonly string[] =>
  group ? group.flatMap(addressesOf) : address ? [address] : [];
