import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import { ago, ahead, received, reply, type Sample, sample } from './sample-data.ts';

type ConversationEvent = ConversationDetail['events'][number];
type Message = Extract<ConversationEvent, { type: 'MessageReceived' }>['message'];
type Told = Partial<Message> & { readonly placedBecause?: string | undefined };
type Change = Extract<ConversationEvent, { type: 'MessageUpdated' }>['change'];

const customer = (id: string) => ({ kind: 'customer' as const, id });
const maya = { kind: 'agent' as const, id: 'maya' };
const rule = (name: string) => ({ kind: 'parley' as const, rule: name });

/** One conversation with every part, every update and every line there is. */
export const everything = (): Sample => {
  const base = sample(1000, {
    name: 'Noor Haddad',
    subject: 'Chair arrived with a broken leg',
    preview: 'Thank you, that was quick!',
    minutesAgo: 5,
    channel: 'whatsapp',
    connectionId: 'shop-whatsapp',
    priority: 'high',
    replyTo: { address: '+4915112345678', cc: [], references: [], heardAt: ago(5) },
    tasks: [{ id: 'task-1', what: 'call-back', to: '+4915112345678', at: ago(20) }],
    deliveries: { 'wd-0-out': 'ambiguous' },
  });
  const { conversation } = base;
  let minutes = 200;
  const next = (): string => {
    minutes -= 3;
    return ago(minutes);
  };
  const says = (id: string, text: string, { placedBecause, ...more }: Told = {}): ConversationEvent => {
    const plain = received(conversation, { id, at: next(), text });
    if (plain.type !== 'MessageReceived') throw new Error('not a message');
    const sender = { ...plain.message.sender, handle: '@noor.h' };
    return { ...plain, placedBecause, message: { ...plain.message, sender, ...more } };
  };
  const update = (id: string, aboutEventId: string, change: Change) =>
    ({
      id,
      at: next(),
      by: customer(conversation.customerId),
      type: 'MessageUpdated',
      aboutEventId,
      change,
    }) as ConversationEvent;
  const answers = (id: string, text: string, more: object = {}): ConversationEvent =>
    ({
      ...reply(conversation.id, { id, at: next(), text }),
      channel: 'whatsapp',
      connectionId: 'shop-whatsapp',
      to: '+4915112345678',
      ...more,
    }) as ConversationEvent;
  const fares = (id: string, messageId: string, more: object): ConversationEvent =>
    ({ id, at: next(), by: rule('deliver'), type: 'DeliveryChanged', messageId, ...more }) as ConversationEvent;

  const events: ConversationEvent[] = [
    ...base.events.slice(0, 1).map((event) => ({ ...event, id: 'o1-0', at: ago(200) })),
    says('w1-0', 'The chair came today and one leg is broken.', {
      attachments: [
        { id: 'v-1', fileName: 'voice-message.ogg', contentType: 'audio/ogg', bytes: 48_000, key: 'k' },
        { id: 'p-1', fileName: 'leg.jpg', contentType: 'image/jpeg', bytes: 310_000, key: 'k' },
      ],
    }),
    says('w2-0', '', {
      parts: [
        {
          kind: 'location',
          latitude: 52.520_08,
          longitude: 13.404_95,
          name: 'Home',
          address: 'Alexanderplatz 1, Berlin',
        },
        { kind: 'contact', name: 'Karim Haddad', phones: ['+4915187654321'], emails: ['karim@example.org'] },
        { kind: 'choice', title: 'Report a damage', id: 'damage' },
        {
          kind: 'answers',
          fields: [
            { name: 'Order number', value: '88131' },
            { name: 'What is broken?', value: 'The front left leg, right at the screw' },
          ],
        },
        { kind: 'sticker', emoji: '😿', name: 'Sad cat' },
        { kind: 'rating', stars: 2, about: 'Delivery' },
        { kind: 'unsupported', type: 'poll_creation' },
      ],
    }),
    says('w3-0', 'This one', {
      parts: [
        {
          kind: 'reference',
          what: 'advertisement',
          title: 'Oak chair, now 20% off',
          text: 'Solid oak, built to last.',
          url: 'https://www.facebook.com/ads/archive/render/chairs-and-more-for-autumn',
        },
        { kind: 'reference', what: 'product', title: 'Oak chair', url: 'http://unsafe.example/oak' },
      ],
    }),
    answers('w4-0', 'I am sorry, Noor. Could you tell me which leg?'),
    fares('d4-0', 'w4-0-out', { status: 'read', providerId: 'p-w4' }),
    update('u1-0', 'w4-0', { what: 'reacted', emoji: '😡' }),
    update('u2-0', 'w4-0', { what: 'reacted', emoji: '👍' }),
    says('w5-0', 'The front left one', { quotes: 'p-w4' }),
    update('u3-0', 'w5-0', { what: 'edited', text: 'The front right one, sorry' }),
    says('w6-0', 'my card number is 4111 1111'),
    update('u4-0', 'w6-0', { what: 'deleted' }),
    says('w7-0', 'Your chairs fall apart after a day, do not buy here', {
      channel: 'facebook',
      connectionId: 'shop-page',
      isPublic: true,
      placedBecause: 'the same person wrote here 20 minutes ago',
    }),
    {
      id: 'se1-0',
      at: next(),
      by: rule('sent-elsewhere'),
      type: 'SentElsewhere',
      channel: 'facebook',
      connectionId: 'shop-page',
      providerId: 'p-se-1',
      sentAt: ago(minutes),
      text: 'Sorry to hear that, Noor. We are on it.',
      attachments: [],
      tool: 'Meta Business Suite',
    },
    says('w8-0', '', {
      channel: 'voice',
      connectionId: 'hotline',
      parts: [{ kind: 'call', direction: 'in', outcome: 'missed', menu: 'Complaints' }],
      placedBecause: 'the number is the one of this customer',
    }),
    update('u5-0', 'w8-0', {
      what: 'extended',
      attachments: [{ id: 'rec-1', fileName: 'recording.mp3', contentType: 'audio/mpeg', bytes: 910_000, key: 'k' }],
      transcript: 'Hello, this is Noor. Please call me back about the chair.',
      call: { kind: 'call', direction: 'in', outcome: 'voicemail', durationSeconds: 74, menu: 'Complaints' },
    }),
    {
      id: 't1-0',
      at: next(),
      by: rule('call-back'),
      type: 'TaskAdded',
      task: { id: 'task-1', what: 'call-back', to: '+4915112345678', at: ago(20) },
      reason: 'the caller left a voice message',
    },
    {
      id: 'i1-0',
      at: next(),
      by: { kind: 'agent', id: 'rita' },
      type: 'InteractionLogged',
      authorName: 'Rita Cole',
      interaction: {
        kind: 'in-person',
        at: ago(minutes),
        durationMinutes: 25,
        people: ['Noor Haddad', 'Karim Haddad'],
        text: 'They brought the chair to the shop. We agreed on a new one, delivered on Friday.',
        outcome: 'follow-up',
      },
    },
    {
      id: 'c1-0',
      at: next(),
      by: customer(conversation.customerId),
      type: 'ConsentChanged',
      channel: 'whatsapp',
      to: 'stop',
      extent: 'marketing',
      reason: 'pressed “Stop promotions” in WhatsApp',
    },
    {
      id: 'j1-0',
      at: next(),
      by: maya,
      type: 'ConversationJoined',
      fromConversationId: 'cv-1004',
      reason: 'Maya Lindt joined them: one topic',
    },
    {
      id: 'mv1-0',
      at: next(),
      by: maya,
      type: 'MessagesMoved',
      eventIds: ['gone-1', 'gone-2'],
      toConversationId: 'cv-1006',
      reason: 'Maya Lindt: another topic',
    },
    answers('w9-0', 'Hello Noor, your new chair leaves us today.', {
      channel: 'sms',
      connectionId: 'main-number',
      template: { id: 'order-sent', reference: 'order_sent', language: 'en', variables: { '1': 'Noor' } },
      attachments: [{ id: 'l-1', fileName: 'label.pdf', contentType: 'application/pdf', bytes: 82_000, key: 'k' }],
    }),
    fares('d9-0', 'w9-0-out', { status: 'delivered' }),
    answers('wd-0', 'The carrier will ring you before.'),
    fares('dd-0', 'wd-0-out', {
      status: 'ambiguous',
      failure: { class: 'AMBIGUOUS', code: '504', reason: 'WhatsApp did not answer in time.' },
    }),
    says('cv-2000-m1', 'Thank you, that was quick!'),
  ];
  return { ...base, events };
};

/** WhatsApp, too long after the customer's last message. */
export const closedWindow = (): Sample =>
  sample(1001, {
    name: 'Ruben Vega',
    subject: 'Spare key for locker 14',
    preview: 'Any news on the key?',
    minutesAgo: 1600,
    channel: 'whatsapp',
    connectionId: 'shop-whatsapp',
    replyTo: { address: '+34911222333', cc: [], references: [], heardAt: ago(1600) },
  });

/** What everybody reads. */
export const publicReview = (): Sample => {
  const base = sample(1002, {
    name: 'Tess M.',
    subject: 'Crashes whenever I open my orders',
    preview: 'Crashes whenever I open my orders',
    minutesAgo: 30,
    channel: 'review',
    connectionId: 'play-store',
    replyTo: { address: 'review-77', cc: [], references: [], isPublic: true, heardAt: ago(30) },
  });
  const events = base.events.map((event) =>
    event.type === 'MessageReceived'
      ? {
          ...event,
          message: {
            ...event.message,
            isPublic: true as const,
            parts: [{ kind: 'rating' as const, stars: 1, about: 'Version 4.2.1' }],
          },
        }
      : event,
  );
  return { ...base, events };
};

/** A caller who left nothing but a number. */
export const onlyCalled = (): Sample => {
  const base = sample(1003, {
    name: '+41 79 555 01 02',
    subject: 'Missed call',
    preview: 'Missed call',
    minutesAgo: 35,
    channel: 'voice',
    connectionId: 'hotline',
    tasks: [{ id: 'task-2', what: 'call-back', to: '+41795550102', at: ago(35) }],
    replyTo: undefined,
  });
  const events = base.events.map((event) =>
    event.type === 'MessageReceived'
      ? {
          ...event,
          message: {
            ...event.message,
            text: '',
            parts: [{ kind: 'call' as const, direction: 'in' as const, outcome: 'abandoned' as const, menu: 'Orders' }],
          },
        }
      : event,
  );
  return { ...base, events };
};

export const untilTomorrow = ahead(24 * 60 - 5);
