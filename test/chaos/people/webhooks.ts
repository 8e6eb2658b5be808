import type { SNSEvent } from 'aws-lambda';
import { formParams, twilioSignature } from '#adapters/channels/twilio/signature.ts';
import { mailTopicArn } from '#local/names.ts';
import type { Wake } from '../world/agenda.ts';
import { connections, publicUrl, telegramSecret, twilioToken } from '../world/business.ts';
import { httpEvent } from './http-event.ts';

/** What providers send to our webhooks, signed as they sign it. Every delivery has its own request id. */

function twilioRequest(fields: Readonly<Record<string, string>>, query: string, requestId: string): Wake {
  const path = `/webhooks/twilio-sms/${connections.sms.id}`;
  const body = new URLSearchParams(fields).toString();
  const signature = twilioSignature({
    url: `${publicUrl}${path}${query === '' ? '' : `?${query}`}`,
    params: formParams(body),
    authToken: twilioToken,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature };
  return {
    name: 'twilioSmsWebhook',
    event: httpEvent({ path, query, headers, body, connectionId: connections.sms.id }, requestId),
  };
}

export const phoneOf = (customer: number): string => `+1555010010${customer}`;
export const mailOf = (customer: number): string => `customer${customer}@customer.example`;
export const telegramIdOf = (customer: number): number => 352_706_500 + customer;

/** One text of a customer's. */
export const textMessage = (
  message: { readonly id: string; readonly customer: number; readonly text: string },
  requestId: string,
): Wake =>
  twilioRequest(
    {
      MessageSid: message.id,
      SmsMessageSid: message.id,
      SmsStatus: 'received',
      NumMedia: '0',
      NumSegments: '1',
      Body: message.text,
      To: connections.sms.address,
      From: phoneOf(message.customer),
      AccountSid: String(connections.sms.accountId),
      ApiVersion: '2010-04-01',
    },
    '',
    requestId,
  );

/** How a text of ours fares, at the address that was given along with it. */
export const textReceipt = (
  receipt: { readonly id: string; readonly to: string; readonly status: string; readonly callback: string },
  requestId: string,
): Wake =>
  twilioRequest(
    {
      MessageSid: receipt.id,
      SmsSid: receipt.id,
      MessageStatus: receipt.status,
      SmsStatus: receipt.status,
      To: receipt.to,
      From: connections.sms.address,
      AccountSid: String(connections.sms.accountId),
      ApiVersion: '2010-04-01',
    },
    new URL(receipt.callback).search.slice(1),
    requestId,
  );

type TelegramNews = {
  readonly update: number;
  readonly customer: number;
  readonly messageId: number;
  readonly text: string;
  readonly seconds: number;
  readonly isEdit: boolean;
};

/** A message to the bot, or a new wording of one. */
export function telegramUpdate(news: TelegramNews, requestId: string): Wake {
  const { update, customer, messageId, text, seconds, isEdit } = news;
  const person = { id: telegramIdOf(customer), first_name: `Customer ${customer}` };
  const message = {
    message_id: messageId,
    from: { ...person, is_bot: false },
    chat: { ...person, type: 'private' },
    date: seconds,
    ...(isEdit ? { edit_date: seconds } : {}),
    text,
  };
  const body = JSON.stringify({ update_id: update, [isEdit ? 'edited_message' : 'message']: message });
  return telegramPost(body, requestId);
}

/** What nobody can read. */
export const telegramNonsense = (number: number, requestId: string): Wake =>
  telegramPost(JSON.stringify({ update_id: `nonsense ${number}` }), requestId);

const telegramPost = (body: string, requestId: string): Wake => ({
  name: 'telegramWebhook',
  event: httpEvent(
    {
      path: `/webhooks/telegram/${connections.telegram.id}`,
      connectionId: connections.telegram.id,
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': telegramSecret },
      body,
    },
    requestId,
  ),
});

const snsWake = (message: object, snsId: string): Wake => {
  const record: SNSEvent['Records'][number] = {
    EventVersion: '1.0',
    EventSubscriptionArn: mailTopicArn,
    EventSource: 'aws:sns',
    Sns: {
      SignatureVersion: '1',
      Timestamp: '',
      Signature: '',
      SigningCertUrl: '',
      MessageId: snsId,
      Message: JSON.stringify(message),
      MessageAttributes: {},
      Type: 'Notification',
      UnsubscribeUrl: '',
      TopicArn: mailTopicArn,
      Subject: '',
      Token: '',
    },
  };
  return { name: 'sesEmailWebhook', event: { Records: [record] } };
};

type Mail = {
  readonly id: string;
  readonly customer: number;
  readonly text: string;
  /** Message-ID of the mail that it answers. */
  readonly answers: string | undefined;
  readonly at: Date;
};

export const messageIdOf = (id: string): string => `<${id}@customer.example>`;

/** A mail that SES received, handed over with its content. */
export function mailReceived({ id, customer, text, answers, at }: Mail, snsId: string): Wake {
  const source = mailOf(customer);
  const content = [
    `From: Customer ${customer} <${source}>`,
    `To: <${connections.email.address}>`,
    'Subject: My order',
    `Message-ID: ${messageIdOf(id)}`,
    ...(answers === undefined ? [] : [`In-Reply-To: ${answers}`, `References: ${answers}`]),
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '',
  ].join('\r\n');
  const pass = { status: 'PASS' };
  const timestamp = at.toISOString();
  const verdicts = { spamVerdict: pass, virusVerdict: pass, spfVerdict: pass, dkimVerdict: pass, dmarcVerdict: pass };
  return snsWake(
    {
      notificationType: 'Received',
      mail: { timestamp, source, messageId: id, destination: [connections.email.address] },
      receipt: {
        timestamp,
        recipients: [connections.email.address],
        ...verdicts,
        action: { type: 'SNS', encoding: 'UTF8' },
      },
      content,
    },
    snsId,
  );
}

/** SES delivered a mail of ours. */
export const mailDelivered = (
  mail: {
    readonly id: string;
    readonly to: string;
    readonly at: Date;
    readonly tags: Readonly<Record<string, readonly string[]>>;
  },
  snsId: string,
): Wake =>
  snsWake(
    {
      eventType: 'Delivery',
      mail: {
        timestamp: mail.at.toISOString(),
        source: connections.email.address,
        messageId: mail.id,
        destination: [mail.to],
        tags: mail.tags,
      },
      delivery: { recipients: [mail.to], timestamp: mail.at.toISOString() },
    },
    snsId,
  );
