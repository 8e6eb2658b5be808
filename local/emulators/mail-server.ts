import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/** A mail as it came over the wire. */
export type TakenMail = {
  /** Empty for a bounce, whose envelope has no sender (RFC 5321 section 4.5.5). */
  readonly mailFrom: string;
  readonly rcptTo: readonly string[];
  readonly raw: Buffer;
};
export type MailServerOptions = {
  /** Keeps the mail; the sender is told to try again later (451) when it rejects. */
  readonly onMail: (mail: TakenMail) => Promise<void>;
  readonly port?: number | undefined;
};
export type MailServer = { readonly host: string; readonly port: number; stop(): Promise<void> };

/** What SES receives at most, headers and encoding included. */
const mostBytes = 40 * 1024 * 1024;
const stopMs = 500;

/** Starts a mail server that takes in anything from this machine. */
export async function startMailServer({ onMail, port = 0 }: MailServerOptions): Promise<MailServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: mostBytes,
    closeTimeout: stopMs,
    onData(stream, session, answer) {
      take(onMail, stream, session).then(() => answer(), answer);
    },
  });
  server.on('error', console.error);
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const { port: bound } = server.server.address() as AddressInfo;
  return { host: '127.0.0.1', port: bound, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

async function take(
  onMail: MailServerOptions['onMail'],
  stream: SMTPServerDataStream,
  { envelope }: SMTPServerSession,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk as Buffer);
  if (stream.sizeExceeded) throw refusal(552, 'The mail is larger than 40 MB');
  const mailFrom = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  const rcptTo = envelope.rcptTo.map(({ address }) => address);
  try {
    await onMail({ mailFrom, rcptTo, raw: Buffer.concat(chunks) });
  } catch (error) {
    console.error(error);
    throw refusal(451, 'The mail could not be kept; try again later');
  }
}

const refusal = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode });
