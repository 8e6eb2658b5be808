import { createServer, type RequestListener } from 'node:http';
import { SESClient } from '@aws-sdk/client-ses';
import { afterEach, describe, expect, it } from 'vitest';
import { createEmailSender } from '#adapters/channels/email/send-email.ts';
import type { OutboundMessage, SendOutcome } from '#domain/channels/delivery.ts';
import { aMailbox, connectionsOf, tokens } from './email-fixtures.ts';

const anAnswer = (overrides: Partial<OutboundMessage> = {}): OutboundMessage => ({
  conversationId: '0123456789abcdefghijklmnop',
  messageId: 'm-1',
  channel: 'email',
  connectionId: 'support-mail',
  to: 'ada@customer.example',
  cc: [],
  attachments: [],
  text: 'Hello Ada',
  references: [],
  automatic: false,
  ...overrides,
});

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const step of cleanUp.splice(0)) step();
});

/** A server that answers as told; the SDK that calls it is the real one. */
const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  cleanUp.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return `http://127.0.0.1:${address.port}`;
};

const senderAt = (endpoint: string, region = 'eu-west-1') => {
  const client = new SESClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: { requestTimeout: 200, throwOnRequestTimeout: true },
  });
  cleanUp.push(() => client.destroy());
  return createEmailSender({
    client,
    region,
    connections: connectionsOf(aMailbox()),
    replyTokens: tokens,
    files: { get: async () => undefined },
    configurationSet: 'parley',
  });
};

const answering =
  (status: number, body: string): RequestListener =>
  (request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(status, { 'content-type': 'text/xml' }).end(body));
  };
const taken = (id: string): string =>
  `<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>${id}</MessageId></SendRawEmailResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></SendRawEmailResponse>`;
const refusal = (code: string, message: string): string =>
  `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`;

const outcomeOf = async (listener: RequestListener, message = anAnswer()): Promise<SendOutcome> =>
  senderAt(await serve(listener))(message);

const tagsIn = (form: URLSearchParams): Record<string, string | null> =>
  Object.fromEntries(
    [...form]
      .filter(([field]) => /^Tags\.member\.\d+\.Name$/.test(field))
      .map(([field, name]) => [name, form.get(field.replace(/Name$/, 'Value'))]),
  );

describe('sending through Amazon SES', () => {
  it.each([
    ['eu-west-1', '<0102-id@eu-west-1.amazonses.com>'],
    ['us-east-1', '<0102-id@email.amazonses.com>'],
  ])('knows in %s the Message-ID that answers will name', async (region, rfcMessageId) => {
    const send = senderAt(await serve(answering(200, taken('0102-id'))), region);
    expect(await send(anAnswer())).toEqual({ status: 'sent', providerId: '0102-id', rfcMessageId });
  });

  it('hands over the raw mail, its recipients and the configuration set', async () => {
    let sent = '';
    const outcome = await outcomeOf(
      (request, response) => {
        request.on('data', (chunk) => {
          sent += chunk;
        });
        request.on('end', () => response.writeHead(200).end(taken('1')));
      },
      anAnswer({
        to: 'ada@Müller.example',
        cc: ['charles@customer.example'],
        conversationId: 'c7',
        messageId: 'm7',
      }),
    );
    const form = new URLSearchParams(sent);
    expect(outcome.status).toBe('sent');
    expect(form.get('Action')).toBe('SendRawEmail');
    expect(form.get('Source')).toBe('support@shop.example');
    expect(form.get('ConfigurationSetName')).toBe('parley');
    expect(form.get('Destinations.member.1')).toBe('ada@xn--mller-kva.example');
    expect(form.get('Destinations.member.2')).toBe('charles@customer.example');
    expect(tagsIn(form)).toEqual({ connection: 'support-mail', conversation: 'c7', message: 'm7' });
    expect(Buffer.from(form.get('RawMessage.Data') ?? '', 'base64').toString()).toContain(
      'To: ada@xn--mller-kva.example',
    );
  });

  it.each([
    [
      'MessageRejected',
      'Email address is not verified. The following identities failed the check in region EU-WEST-1: ada@customer.example',
      'PERMISSION',
    ],
    ['MessageRejected', 'Sending suspended for this account.', 'POLICY'],
    ['MessageRejected', 'Address blacklisted.', 'OPTED_OUT'],
    ['MessageRejected', 'Illegal content', 'CONTENT_REJECTED'],
    ['MailFromDomainNotVerifiedException', 'Domain shop.example', 'PERMISSION'],
    ['AccountSendingPausedException', 'Sending paused for this account.', 'POLICY'],
    ['ConfigurationSetSendingPausedException', 'Sending paused.', 'POLICY'],
    ['ConfigurationSetDoesNotExist', 'Configuration set parley does not exist.', 'PERMISSION'],
    ['InvalidParameterValue', 'Missing final @domain', 'INVALID_RECIPIENT'],
    ['AccessDenied', 'User is not authorized to perform ses:SendRawEmail', 'PERMISSION'],
    ['InvalidClientTokenId', 'The security token included in the request is invalid', 'AUTH'],
    ['Throttling', 'Daily message quota exceeded.', 'RATE_LIMITED'],
    ['SomethingNew', 'Unheard of', 'CONTENT_REJECTED'],
  ])('fails on %s (%s) as %s', async (code, message, failureClass) => {
    const outcome = await outcomeOf(answering(400, refusal(code, message)));
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: failureClass } });
    expect(JSON.stringify(outcome)).not.toContain('@');
  });

  it('takes any other 403 for missing permission', async () => {
    const outcome = await outcomeOf(answering(403, refusal('RequestExpired', 'Request has expired')));
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: 'PERMISSION', code: 'RequestExpired' } });
  });

  it('tries again when SES asks to send slower', async () => {
    const outcome = await outcomeOf(answering(400, refusal('Throttling', 'Maximum sending rate exceeded.')));
    expect(outcome).toMatchObject({ status: 'retry', afterSeconds: 5, failure: { class: 'RATE_LIMITED' } });
  });

  it.each([500, 503])('does not know whether a mail went out when SES answers %i', async (status) => {
    const outcome = await outcomeOf(answering(status, refusal('InternalFailure', 'Try later')));
    expect(outcome).toMatchObject({ status: 'ambiguous', failure: { class: 'AMBIGUOUS' } });
  });

  it('does not know whether a mail went out when the connection breaks', async () => {
    const outcome = await outcomeOf((request) => {
      request.resume();
      request.on('end', () => request.socket.destroy());
    });
    expect(outcome).toMatchObject({ status: 'ambiguous' });
  });

  it('calls SES once, whatever it answers', async () => {
    let calls = 0;
    await outcomeOf((request, response) => {
      calls += 1;
      answering(500, refusal('InternalFailure', 'Try later'))(request, response);
    });
    expect(calls).toBe(1);
  });

  it('tries again when SES cannot be reached at all', async () => {
    // Port 1 of this machine: nothing listens there.
    expect(await senderAt('http://127.0.0.1:1')(anAnswer())).toMatchObject({
      status: 'retry',
      failure: { class: 'TRANSIENT', code: 'ECONNREFUSED' },
    });
  });

  it('does not know whether a mail went out when no answer comes in time', async () => {
    expect(await outcomeOf((request) => request.resume())).toMatchObject({ status: 'ambiguous' });
  });

  it.each([
    ['a recipient that is no address', anAnswer({ to: 'ada' }), 'INVALID_RECIPIENT'],
    ['a line break in a recipient', anAnswer({ to: 'ada@customer.example\r\nBcc: x@y.example' }), 'INVALID_RECIPIENT'],
    ['a local part beyond ASCII', anAnswer({ to: 'jörg@kunde.example' }), 'INVALID_RECIPIENT'],
    ['a bad copy recipient', anAnswer({ cc: ['nobody@'] }), 'INVALID_RECIPIENT'],
    ['51 recipients', anAnswer({ cc: Array.from({ length: 50 }, (_, n) => `a${n}@b.example`) }), 'INVALID_RECIPIENT'],
    ['a mailbox that is gone', anAnswer({ connectionId: 'gone' }), 'PERMISSION'],
  ])('does not call SES with %s', async (_, message, failureClass) => {
    let called = false;
    const outcome = await outcomeOf((request, response) => {
      called = true;
      answering(200, taken('1'))(request, response);
    }, message);
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: failureClass } });
    expect(called).toBe(false);
  });
});
