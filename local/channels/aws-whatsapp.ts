import { randomUUID } from 'node:crypto';
import type { LocalChannel, TopicMessage } from './local-channel.ts';
import { type WhatsAppEntry, type WhatsAppNumber, whatsAppActions } from './whatsapp-business.ts';

const number: WhatsAppNumber = {
  wabaId: '365731266123456',
  phoneNumberId: '321010217760100',
  displayNumber: '12065550100',
};

/** AWS's own name for the number. */
export const originationPhoneNumberId = 'phone-number-id-976c72a700aac43eaf573ae050example';
const arn = 'arn:aws:social-messaging:us-east-1:000000000000';

const connection = {
  id: 'support-aws-whatsapp',
  provider: 'aws-whatsapp',
  channel: 'whatsapp',
  name: 'Support on WhatsApp (AWS)',
  address: `+${number.displayNumber}`,
  accountId: number.phoneNumberId,
  queueId: 'billing',
  settings: { originationPhoneNumberId, wabaId: number.wabaId, metaApiVersion: 'v20.0' },
} as const;

/** What AWS publishes: Meta's entry as a text; https://docs.aws.amazon.com/social-messaging/latest/userguide/managing-event-destination-dlrs.html. */
const topicMessage = (entry: WhatsAppEntry): TopicMessage => ({
  topic: 'aws-whatsapp',
  message: JSON.stringify({
    context: {
      MetaWabaIds: [{ wabaId: number.wabaId, arn: `${arn}:waba/fb2594b8a7974770b128a409e2example` }],
      MetaPhoneNumberIds: [
        { metaPhoneNumberId: number.phoneNumberId, arn: `${arn}:phone-number-id/976c72a700aac43eaf573ae050example` },
      ],
    },
    whatsAppWebhookEntry: JSON.stringify(entry),
    aws_account_id: '000000000000',
    message_timestamp: new Date().toISOString(),
    messageId: randomUUID(),
  }),
});

/** WhatsApp through AWS. Sending and files are emulated like the other AWS services (`local/emulators/social-messaging.ts`). */
export const awsWhatsAppLocal: LocalChannel = {
  title: 'WhatsApp (AWS)',
  connection,
  credentials: {},
  actions: whatsAppActions({ number, toRequest: topicMessage }),
};

/** What the emulator needs to know of the number. */
export const awsWhatsAppNumber = { ...number, originationPhoneNumberId, topicMessage };
