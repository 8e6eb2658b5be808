import { randomBytes } from 'node:crypto';
import { createTransport } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import { type SignedRequest, signedTwilioRequest } from '../stand-ins/twilio-webhook.ts';
import { mailConnection, smsConnection, twilioAccount } from './accounts.ts';

export type Text = {
  readonly from: string;
  readonly text: string;
  readonly to?: string | undefined;
  readonly connectionId?: string | undefined;
  /** Twilio's id of the message. */
  readonly sid?: string | undefined;
};

/** The webhook that Twilio would send for a text message of a customer. */
export function textWebhook(baseUrl: string, text: Text): { readonly url: string; readonly request: SignedRequest } {
  const url = `${baseUrl}/webhooks/twilio-sms/${text.connectionId ?? smsConnection.id}`;
  const sid = text.sid ?? `SM${randomBytes(16).toString('hex')}`;
  const params = {
    ToCountry: 'US',
    MessageSid: sid,
    SmsMessageSid: sid,
    SmsSid: sid,
    SmsStatus: 'received',
    NumMedia: '0',
    NumSegments: '1',
    AccountSid: twilioAccount.accountSid,
    From: text.from,
    To: text.to ?? smsConnection.address,
    Body: text.text,
    ApiVersion: '2010-04-01',
  };
  return { url, request: signedTwilioRequest({ url, params, authToken: twilioAccount.authToken }) };
}

/** Sends a text as a customer; the webhook's status. */
export async function sendText(baseUrl: string, text: Text): Promise<number> {
  const { url, request } = textWebhook(baseUrl, text);
  const response = await fetch(url, { ...request, headers: { ...request.headers } });
  await response.body?.cancel();
  return response.status;
}

export type Mail = {
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly to?: string | undefined;
  readonly html?: string | undefined;
  readonly messageId?: string | undefined;
  readonly inReplyTo?: string | undefined;
  readonly attachments?: readonly MailFile[] | undefined;
};
export type MailFile = {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
  /** Named by the HTML. */
  readonly cid?: string;
};

/** A mail as a customer's program writes it. */
export function composeMail({ attachments = [], ...mail }: Mail): Promise<Buffer> {
  const composer = new MailComposer({ to: mailConnection.address, ...mail, attachments: [...attachments] });
  return composer.compile().build();
}

/** Sends a mail over SMTP, as a customer's mail server would. */
export async function sendMail(smtpPort: number, mail: Mail): Promise<void> {
  const envelope = { from: addressIn(mail.from), to: [addressIn(mail.to ?? mailConnection.address)] };
  await sendRawMail(smtpPort, { envelope, raw: await composeMail(mail) });
}

export async function sendRawMail(
  smtpPort: number,
  mail: { readonly envelope: { readonly from: string; readonly to: string[] }; readonly raw: Buffer },
): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: smtpPort, ignoreTLS: true });
  try {
    await transport.sendMail({ ...mail });
  } finally {
    transport.close();
  }
}

const addressIn = (mailbox: string): string => /<([^<>]+)>/.exec(mailbox)?.[1] ?? mailbox;
