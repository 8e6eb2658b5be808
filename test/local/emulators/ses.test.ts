import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { afterEach, describe, expect, it } from 'vitest';
import { type LocalSes, type SentMail, type SesOptions, startSes } from '#local/emulators/ses.ts';

let ses: LocalSes;
let client: SESClient;
afterEach(async () => {
  client.destroy();
  await ses.stop();
});

async function start(onSent: SesOptions['onSent']): Promise<void> {
  ses = await startSes({ onSent });
  client = new SESClient({
    endpoint: ses.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
}

const raw = Buffer.from(
  'From: Support <support@example.org>\r\nTo: Ana <ana@example.com>\r\nCc: bo@example.com\r\n' +
    'Subject: Re: Ihre Frage\r\nMessage-ID: <m-1@example.org>\r\nMIME-Version: 1.0\r\n' +
    'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGrüße & Dank + alles Gute\r\n',
);

describe('sending a raw mail', () => {
  it('answers with a message id and tells of the mail, byte for byte', async () => {
    const sent: SentMail[] = [];
    await start(async (mail) => void sent.push(mail));
    const { MessageId } = await client.send(
      new SendRawEmailCommand({
        Source: 'bounces@example.org',
        Destinations: ['bounce@simulator.amazonses.com', 'success@simulator.amazonses.com'],
        RawMessage: { Data: raw },
        Tags: [{ Name: 'connection', Value: 'support-mail' }],
      }),
    );
    expect(MessageId).toMatch(/\S/);
    expect(sent).toEqual([
      {
        messageId: MessageId,
        from: 'bounces@example.org',
        to: ['bounce@simulator.amazonses.com', 'success@simulator.amazonses.com'],
        tags: { connection: 'support-mail' },
        raw,
      },
    ]);
  });

  it('takes sender and recipients from the headers when the request names none', async () => {
    const sent: SentMail[] = [];
    await start(async (mail) => void sent.push(mail));
    await client.send(new SendRawEmailCommand({ RawMessage: { Data: raw } }));
    expect(sent.map(({ from, to }) => ({ from, to }))).toEqual([
      { from: 'support@example.org', to: ['ana@example.com', 'bo@example.com'] },
    ]);
  });

  it('shows the mail in the inbox', async () => {
    await start(async () => undefined);
    const { MessageId } = await client.send(new SendRawEmailCommand({ RawMessage: { Data: raw } }));
    const page = await (await fetch(ses.inboxUrl)).text();
    const store = (await (await fetch(new URL('store', ses.inboxUrl))).json()) as {
      emails: { messageId: string; subject: string }[];
    };
    expect(page).toContain('<html');
    expect(store.emails.find(({ messageId }) => messageId === MessageId)?.subject).toBe('Re: Ihre Frage');
  });

  it('fails when nobody could be told of the mail', async () => {
    await start(() => Promise.reject(new Error('the queue is down')));
    await expect(client.send(new SendRawEmailCommand({ RawMessage: { Data: raw } }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 500 },
    });
  });
});
