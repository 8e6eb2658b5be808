import type { ReplyOption } from '#functions/agent-api/reply-contract.ts';
import { untilTomorrow } from './channel-samples.ts';
import { ago, type Sample } from './sample-data.ts';

const plain: ReplyOption = {
  channel: 'email',
  connectionId: 'help-mail',
  connectionName: 'Help desk mail',
  to: 'customer@example.org',
  may: 'anything',
  maxText: 100_000,
  countedIn: 'characters',
  longText: 'refuse',
  files: { perMessage: 20, withText: true, maxBytes: 7_000_000, types: [] },
  templates: [],
};

const sms = (to: string): ReplyOption => ({
  ...plain,
  channel: 'sms',
  connectionId: 'main-number',
  connectionName: 'Main number',
  to,
  maxText: 1600,
  countedIn: 'utf16',
  files: { perMessage: 10, withText: true, maxBytes: 5_000_000, types: ['image/', 'text/'] },
});

const whatsApp = (to: string): ReplyOption => ({
  ...plain,
  channel: 'whatsapp',
  connectionId: 'shop-whatsapp',
  connectionName: 'Shop on WhatsApp',
  to,
  until: untilTomorrow,
  maxText: 4096,
  longText: 'split',
  files: {
    perMessage: 1,
    withText: false,
    maxBytes: 16_000_000,
    types: ['image/jpeg', 'image/png', 'application/pdf'],
  },
  templates: [
    {
      id: 'key-ready',
      name: 'Key is ready',
      connectionId: 'shop-whatsapp',
      reference: 'key_ready',
      language: 'en_GB',
      body: 'Hello {{name}}, your key for locker {{2}} is ready. Reply to this message with any question.',
      category: 'utility',
      placeholders: ['name', '2'],
    },
    {
      id: 'opening-hours',
      name: 'Opening hours',
      connectionId: 'shop-whatsapp',
      reference: 'opening_hours',
      language: 'es_ES',
      body: 'Abrimos de 9 a 18 horas.',
      category: 'utility',
      placeholders: [],
    },
  ],
});

const closed = (option: ReplyOption): ReplyOption => {
  const { until: _, ...others } = option;
  return { ...others, may: 'template', closedAt: ago(160) };
};

const voice = (to: string): ReplyOption => ({
  channel: 'voice',
  connectionId: 'hotline',
  connectionName: 'Hotline',
  to,
  may: 'nothing',
  reason: 'this channel cannot be answered in writing',
  maxText: 0,
  countedIn: 'characters',
  longText: 'refuse',
  templates: [],
});

const messenger: ReplyOption = {
  ...plain,
  channel: 'messenger',
  connectionId: 'shop-page',
  connectionName: 'Shop page',
  to: '7712001',
  may: 'nothing',
  reason: 'the customer has to write first',
  maxText: 2000,
};

const review: ReplyOption = {
  channel: 'review',
  connectionId: 'play-store',
  connectionName: 'Play Store',
  to: 'review-77',
  isPublic: true,
  may: 'anything',
  maxText: 350,
  countedIn: 'characters',
  longText: 'refuse',
  templates: [],
};

/** How each sample's customer can be answered. */
export const replyOptionsFor = ({ conversation }: Sample): readonly ReplyOption[] => {
  const to = conversation.replyTo?.address ?? '';
  switch (conversation.id) {
    case 'cv-2000':
      return [whatsApp(to), sms(to), { ...plain, to: 'noor@example.org' }, messenger];
    case 'cv-2001':
      return [closed(whatsApp(to)), sms(to)];
    case 'cv-2002':
      return [review];
    case 'cv-2003':
      return [voice('+41795550102')];
  }
  const own = conversation.channel === 'sms' ? sms(to) : { ...plain, to };
  return conversation.optedOut
    ? [{ ...own, may: 'nothing', reason: 'the customer asked not to be written to on this channel' }]
    : [own];
};
