import { createTransport } from 'nodemailer';
import { afterEach, describe, expect, it } from 'vitest';
import { type MailServer, startMailServer, type TakenMail } from '#local/emulators/mail-server.ts';

let server: MailServer;
afterEach(() => server.stop());

const send = (envelope: { from: string; to: string[] }, raw: string | Buffer) =>
  createTransport({ host: server.host, port: server.port, ignoreTLS: true }).sendMail({ envelope, raw });
const raw = 'From: Ana <ana@example.com>\r\nTo: support@example.org\r\nSubject: Hello\r\n\r\nGrüße\r\n';

describe('the mail server', () => {
  it('hands over the envelope and the bytes as they came', async () => {
    const taken: TakenMail[] = [];
    server = await startMailServer({ onMail: async (mail) => void taken.push(mail) });
    await send({ from: 'ana@example.com', to: ['support@example.org', 'sales@example.org'] }, raw);
    expect(taken).toEqual([
      {
        mailFrom: 'ana@example.com',
        rcptTo: ['support@example.org', 'sales@example.org'],
        raw: Buffer.from(raw),
      },
    ]);
  });

  it('takes in a bounce, which has no sender', async () => {
    const taken: TakenMail[] = [];
    server = await startMailServer({ onMail: async (mail) => void taken.push(mail) });
    await send({ from: '', to: ['support@example.org'] }, raw);
    expect(taken[0]?.mailFrom).toBe('');
  });

  it('says that it has the mail only when it was kept', async () => {
    let isKept = false;
    server = await startMailServer({
      onMail: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        isKept = true;
      },
    });
    await send({ from: 'ana@example.com', to: ['support@example.org'] }, raw);
    expect(isKept).toBe(true);
  });

  it('asks the sender to try again later when it could not be kept', async () => {
    server = await startMailServer({ onMail: () => Promise.reject(new Error('the disk is full')) });
    await expect(send({ from: 'ana@example.com', to: ['support@example.org'] }, raw)).rejects.toMatchObject({
      responseCode: 451,
    });
  });

  it('refuses what is larger than SES takes', async () => {
    const taken: TakenMail[] = [];
    server = await startMailServer({ onMail: async (mail) => void taken.push(mail) });
    const large = Buffer.concat([Buffer.from(raw), Buffer.alloc(41 * 1024 * 1024, 'x\r\n')]);
    await expect(send({ from: 'ana@example.com', to: ['support@example.org'] }, large)).rejects.toMatchObject({
      responseCode: 552,
    });
    expect(taken).toEqual([]);
  });
});
