import { randomUUID } from 'node:crypto';
import type { Field, LocalChannel, TopicMessage } from './local-channel.ts';

const connection = {
  id: 'support-aws-sms',
  provider: 'aws-sms',
  channel: 'sms',
  name: 'Support texts (AWS)',
  address: '+15550004000',
  queueId: 'billing',
  settings: { configurationSet: 'parley-texts' },
} as const;

const from: Field = { name: 'from', label: 'From', value: '+15550104000' };
const text: Field = { name: 'text', label: 'Text', value: 'Where is my parcel?', kind: 'long' };

/** https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html, read 2026-11-22. */
const textFrom = (values: Readonly<Record<string, string>>): TopicMessage => ({
  topic: 'aws-sms',
  message: JSON.stringify({
    originationNumber: values.from,
    destinationNumber: connection.address,
    messageKeyword: 'KEYWORD_000000000000',
    messageBody: values.text,
    inboundMessageId: randomUUID(),
    previousPublishedMessageId: randomUUID(),
  }),
});

/** Texts through AWS. Sending is emulated like the other AWS services (`local/emulators/sms-voice.ts`). */
export const awsSmsLocal: LocalChannel = {
  title: 'Texts (AWS)',
  connection,
  credentials: {},
  actions: [
    { id: 'message', label: 'Write', fields: [from, text], webhooks: (values) => [textFrom(values)] },
    {
      id: 'stop',
      label: 'Opt out',
      fields: [from, { ...text, value: 'Please stop texting me' }],
      webhooks: (values) => [textFrom(values)],
    },
  ],
};
