import type { Bootstrap, ConversationDetail, ConversationRow } from '#functions/agent-api/contract.ts';

type Agent = Bootstrap['me'];
type Queue = Bootstrap['queues'][number];
type Conversation = ConversationDetail['conversation'];
type ConversationEvent = ConversationDetail['events'][number];
type Customer = ConversationDetail['customer'];

const minuteMs = 60_000;
export const ago = (minutes: number): string => new Date(Date.now() - minutes * minuteMs).toISOString();
export const ahead = (minutes: number): string => ago(-minutes);

const agent = (id: string, name: string, overrides: Partial<Agent> = {}): Agent => ({
  id,
  name,
  email: `${id}@parley.example`,
  presence: 'available',
  capacity: 8,
  load: 3,
  queueIds: ['billing', 'orders', 'support'],
  leadsQueueIds: [],
  skills: [],
  languages: ['en', 'de'],
  idleSince: ago(20),
  ...overrides,
});

export const agents: Agent[] = [
  agent('maya', 'Maya Lindt', { load: 6, leadsQueueIds: ['billing'] }),
  agent('sam', 'Sam Ortiz', { load: 8, languages: ['en', 'es'] }),
  agent('rita', 'Rita Cole', { presence: 'away', load: 2 }),
  agent('ken', 'Ken Abe', { load: 4, queueIds: ['support'], languages: ['en', 'ja'] }),
  agent('lou', 'Lou Fontaine', { presence: 'offline', load: 0, languages: ['fr', 'en'] }),
];

const queue = (id: string, name: string): Queue => ({
  id,
  name,
  skills: [],
  policyId: 'standard',
  defaultPriority: 'normal',
  holdReplyWhen: 'anyone-wrote',
});
export const queues: Queue[] = [
  queue('billing', 'Billing'),
  queue('orders', 'Orders and returns'),
  queue('support', 'Tech support'),
];

export type Sample = { conversation: Conversation; customer: Customer; events: ConversationEvent[] };

type Seed = Partial<Omit<Conversation, 'lastMessage' | 'deadline'>> & {
  readonly name: string;
  readonly subject: string;
  readonly preview: string;
  readonly minutesAgo: number;
  readonly dueIn?: number;
  readonly direction?: 'in' | 'out';
};

const holding = (who: string, name: string): Conversation['holder'] => ({
  kind: 'agent',
  agentId: who,
  agentName: name,
  since: ago(60),
});
const mine = holding('maya', 'Maya Lindt');
const inLine: Conversation['holder'] = { kind: 'line', since: ago(12) };

const deadline = (minutes: number): NonNullable<Conversation['deadline']> => ({
  id: `due-${minutes}`,
  kind: 'next-reply',
  policyId: 'standard',
  setAt: ahead(minutes - 240),
  dueAt: ahead(minutes),
  steps: [],
});

const addressOf = (name: string, channel: Conversation['channel'], index: number): string =>
  channel === 'sms'
    ? `+41 44 668 ${10 + index} ${20 + index}`
    : `${
        name
          .toLowerCase()
          .normalize('NFD')
          .replaceAll(/[^a-z]+/g, '.')
          .replaceAll(/^\.|\.$/g, '') || 'customer'
      }@example.org`;

export const sample = (
  index: number,
  { name, subject, preview, minutesAgo, dueIn, direction = 'in', ...rest }: Seed,
): Sample => {
  const id = `cv-${1000 + index}`;
  const channel = rest.channel ?? 'email';
  const address = rest.replyTo?.address ?? addressOf(name, channel, index);
  const at = ago(minutesAgo);
  const messageId = `${id}-m1`;
  const conversation: Conversation = {
    id,
    version: 4,
    customerId: `cu-${1000 + index}`,
    customerName: name,
    channel,
    connectionId: channel === 'sms' ? 'main-number' : 'help-mail',
    queueId: 'billing',
    subject,
    priority: 'normal',
    stage: { status: 'open' },
    holder: mine,
    language: 'en',
    sentiment: 'NEUTRAL',
    escalationLevel: 0,
    openedAt: ago(minutesAgo + 120),
    lastActivityAt: at,
    lastMessage: { eventId: messageId, direction, preview, at },
    deliveries: {},
    replyTo: { address, cc: [], references: [] },
    optedOut: false,
    ...rest,
    ...(dueIn === undefined ? {} : { deadline: deadline(dueIn) }),
  };
  const customer: Customer = {
    id: conversation.customerId,
    name,
    language: conversation.language,
    createdAt: '2023-04-02T08:00:00.000Z',
    identities: [{ channel, value: address, verified: true }],
    optedOut: conversation.optedOut ? [channel] : [],
  };
  return { conversation, customer, events: plainHistory(conversation, customer) };
};

const parley = (rule: string) => ({ kind: 'parley' as const, rule });

const plainHistory = (conversation: Conversation, customer: Customer): ConversationEvent[] => {
  const { id, channel, connectionId, queueId, lastMessage } = conversation;
  if (!lastMessage) return [];
  const opened: ConversationEvent = {
    id: `${id}-e1`,
    at: lastMessage.at,
    by: parley('open-conversation'),
    type: 'ConversationOpened',
    reason: 'first message of this customer',
    customerId: customer.id,
    customerName: customer.name,
    channel,
    connectionId,
    queueId,
    priority: conversation.priority,
    subject: conversation.subject,
  };
  if (lastMessage.direction === 'out')
    return [opened, reply(id, { id: lastMessage.eventId, at: lastMessage.at, text: lastMessage.preview })];
  return [opened, received(conversation, { id: lastMessage.eventId, at: lastMessage.at, text: lastMessage.preview })];
};

type Said = {
  id: string;
  at: string;
  text: string;
  fullText?: string;
  htmlKey?: string;
  attachments?: { id: string; fileName: string; contentType: string; bytes: number; key: string }[];
};

export const received = (conversation: Conversation, { id, at, text, ...more }: Said): ConversationEvent => ({
  id,
  at,
  by: { kind: 'customer', id: conversation.customerId },
  type: 'MessageReceived',
  message: {
    channel: conversation.channel,
    connectionId: conversation.connectionId,
    providerId: `p-${id}`,
    sender: { address: conversation.replyTo?.address ?? '', name: conversation.customerName, verified: true },
    sentAt: at,
    text,
    attachments: [],
    ...more,
  },
});

export const reply = (
  conversationId: string,
  { id, at, text }: Said,
): Extract<ConversationEvent, { type: 'ReplyWritten' }> => ({
  id,
  at,
  by: { kind: 'agent', id: 'maya' },
  type: 'ReplyWritten',
  messageId: `${id}-out`,
  text,
  channel: 'email',
  connectionId: 'help-mail',
  to: 'customer@example.org',
  cc: [],
  references: [conversationId],
  authorName: 'Maya Lindt',
});

/** The conversation shown in the pictures: one of everything. */
const refund = (): Sample => {
  const base = sample(0, {
    name: 'Amara Okafor',
    subject: 'Refund not received after 10 days, second time I ask',
    preview: 'Thanks — I checked with my bank and nothing is pending on their side.',
    minutesAgo: 2,
    dueIn: -8,
    priority: 'high',
    sentiment: 'NEGATIVE',
    escalationLevel: 1,
  });
  const { conversation } = base;
  const by = parley;
  const events: ConversationEvent[] = [
    ...plainHistory(conversation, base.customer)
      .slice(0, 1)
      .map((event) => ({ ...event, at: ago(190) })),
    {
      ...received(conversation, {
        id: 'r-1',
        at: ago(189),
        text: 'Hi, I returned the order on the 8th and the tracking says you received it on the 11th. I still have not got my refund of €129. Could you tell me when it will arrive?\n\nTracking: https://track.example.com/p/88120',
        fullText:
          'Hi, I returned the order on the 8th and the tracking says you received it on the 11th. I still have not got my refund of €129. Could you tell me when it will arrive?\n\nTracking: https://track.example.com/p/88120\n\nOn 1 Nov, Parley Shop wrote:\n> Your return label is attached.',
        htmlKey: 'mail/r-1.html',
        attachments: [
          { id: 'a-1', fileName: 'return-receipt.pdf', contentType: 'application/pdf', bytes: 182_400, key: 'k1' },
          { id: 'a-2', fileName: 'parcel.jpg', contentType: 'image/jpeg', bytes: 2_310_000, key: 'k2' },
        ],
      }),
      analysis: {
        language: 'en',
        sentiment: 'NEGATIVE',
        scores: { positive: 0.02, negative: 0.81, neutral: 0.14, mixed: 0.03 },
        engine: 'embedded',
        reason: 'found “still have not got”',
        urgent: false,
      },
    } as ConversationEvent,
    {
      id: 'e-2',
      at: ago(189),
      by: by('priority'),
      type: 'PriorityChanged',
      from: 'normal',
      to: 'high',
      reason: 'the message is negative and asks a second time',
    },
    {
      id: 'e-3',
      at: ago(189),
      by: by('deadline'),
      type: 'DeadlineSet',
      deadline: { ...deadline(-130), kind: 'first-reply' },
      reason: 'Standard promises a first reply within 60 business minutes',
    },
    {
      id: 'e-4',
      at: ago(188),
      by: by('route'),
      type: 'ConversationAssigned',
      agentId: 'maya',
      agentName: 'Maya Lindt',
      reason: 'most free places (3 of 8) of the 3 who serve Billing',
    },
    reply(conversation.id, {
      id: 'r-2',
      at: ago(176),
      text: 'Hi Amara, I am sorry about the wait. The refund left us on the 12th (ref. R-88120). Banks usually post it within five working days. Could you check with yours?',
    }),
    { id: 'e-5', at: ago(174), by: by('deliver'), type: 'DeliveryChanged', messageId: 'r-2-out', status: 'delivered' },
    { id: 'e-6', at: ago(176), by: by('deadline'), type: 'DeadlineMet', deadlineId: 'd1' },
    {
      id: 'n-1',
      at: ago(158),
      by: { kind: 'agent', id: 'rita' },
      type: 'NoteWritten',
      authorName: 'Rita Cole',
      text: 'The payment provider shows R-88120 as failed. Please reissue to the original card.',
    },
    {
      id: 'e-7',
      at: ago(8),
      by: by('escalate'),
      type: 'ConversationEscalated',
      deadlineId: 'd2',
      level: 1,
      notified: ['maya'],
      reason: 'the next reply was due 8 minutes ago',
    },
    received(conversation, {
      id: 'cv-1000-m1',
      at: ago(2),
      text: 'Thanks — I checked with my bank and nothing is pending on their side.',
    }),
  ];
  return { ...base, events: events.toSorted((a, b) => a.at.localeCompare(b.at)) };
};

/** A text message that could not be delivered. */
const missedParcel = (): Sample => {
  const base = sample(1, {
    name: 'Jonas Weber',
    subject: 'Cannot log in after password reset',
    preview: 'It says the link has expired, but I only just got it',
    minutesAgo: 4,
    dueIn: 22,
    channel: 'sms',
    language: 'de',
    sentiment: 'MIXED',
    priority: 'urgent',
  });
  const answer: ConversationEvent = {
    ...reply(base.conversation.id, { id: 's-2', at: ago(3), text: 'Hello Jonas, a new link is on its way.' }),
  };
  const failed: ConversationEvent = {
    id: 's-3',
    at: ago(2),
    by: parley('deliver'),
    type: 'DeliveryChanged',
    messageId: 's-2-out',
    status: 'failed',
    failure: { class: 'BLOCKED_BY_USER', code: '21610', reason: 'The carrier blocked the message.' },
  };
  return { ...base, events: [...base.events, answer, failed] };
};

const seeds: Seed[] = [
  {
    name: 'Priya Raman',
    subject: 'Invoice INV-2041 is missing the VAT number',
    preview: 'Could you reissue it with our new VAT id? The auditors need it by Friday.',
    minutesAgo: 11,
    dueIn: 100,
  },
  {
    name: 'ليلى حداد',
    subject: 'لم يصل الطرد بعد',
    preview: 'مرحبا، رقم الطلب 88131 ولم يصلني أي إشعار حتى الآن.',
    minutesAgo: 16,
    dueIn: 150,
    queueId: 'orders',
    language: 'ar',
  },
  {
    name: 'Lena Sørensen',
    subject: 'Delivery to a new address',
    preview: 'Perfect, thank you so much for the quick help!',
    minutesAgo: 18,
    channel: 'sms',
    queueId: 'orders',
    sentiment: 'POSITIVE',
    direction: 'out',
  },
  {
    name: 'Mateo García',
    subject: 'Webhook retries stopped on Tuesday',
    preview: 'I have passed this to our platform team; you will hear from me today.',
    minutesAgo: 26,
    dueIn: 180,
    queueId: 'support',
    direction: 'out',
  },
  {
    name: 'Chen Wei',
    subject: 'How do I change my plan?',
    preview: 'We would like to move from Plus to Business from the first of next month.',
    minutesAgo: 41,
    dueIn: 48,
  },
  {
    name: 'Fatima Haddad',
    subject: 'Package arrived damaged',
    preview: 'I attached three photos. The box was open on one side.',
    minutesAgo: 63,
    dueIn: 130,
    queueId: 'orders',
    sentiment: 'NEGATIVE',
  },
  {
    name: 'Tom Novak',
    subject: 'Export to CSV is cut off at 10,000 rows',
    preview: 'Thanks for the sample file. I can reproduce it here.',
    minutesAgo: 71,
    queueId: 'support',
    direction: 'out',
    priority: 'low',
  },
  {
    name: 'Ivy Dubois',
    subject: 'Charged twice this month',
    preview: 'I see two charges of €49 on the 14th.',
    minutesAgo: 118,
    dueIn: 35,
    sentiment: 'NEGATIVE',
    holder: inLine,
  },
  {
    name: 'Yuki Tanaka',
    subject: 'SSO for our workspace',
    preview: 'Hello, we would like to enable SAML for forty people.',
    minutesAgo: 126,
    queueId: 'support',
    holder: inLine,
    dueIn: 200,
  },
  {
    name: 'Omar Rossi',
    subject: 'App crashes on start',
    preview: 'iPhone 15, version 4.2.1',
    minutesAgo: 185,
    channel: 'sms',
    queueId: 'support',
    holder: holding('sam', 'Sam Ortiz'),
    sentiment: 'NEGATIVE',
  },
  {
    name: 'Nora Keller',
    subject: 'Stop sending me texts',
    preview: 'STOP',
    minutesAgo: 200,
    channel: 'sms',
    optedOut: true,
  },
  {
    name: 'Emil Berg',
    subject: 'Quote for 200 seats',
    preview: 'Looking forward to your offer.',
    minutesAgo: 240,
    stage: { status: 'snoozed', until: ahead(900) },
  },
  {
    name: 'Ana Sousa',
    subject: 'Where is my order 88090?',
    preview: 'Found it with the neighbour, thank you!',
    minutesAgo: 300,
    queueId: 'orders',
    stage: { status: 'resolved', at: ago(290) },
  },
];

const topics = [
  'Question about my bill',
  'Delivery is late',
  'Cannot reset my password',
  'Change of address',
  'Wrong size delivered',
  'Discount code does not work',
  'Cancel my subscription',
];
const people = [
  'Ada Blom',
  'Bruno Costa',
  'Carla Nunes',
  'David Stern',
  'Elif Kaya',
  'Finn Larsen',
  'Greta Holm',
  'Hugo Petit',
  'Ines Vidal',
  'Jan Kowalski',
];

/** Older, quieter conversations, so that lists have pages. */
const filler = (count: number): Seed[] =>
  Array.from({ length: count }, (_, index) => ({
    name: people[index % people.length] ?? '',
    subject: `${topics[index % topics.length]} (${4200 - index})`,
    preview: 'Hello, could you have a look at this please?',
    minutesAgo: 400 + index * 37,
    queueId: ['billing', 'orders', 'support'][index % 3] ?? 'billing',
    holder: index % 3 === 0 ? holding('ken', 'Ken Abe') : holding('sam', 'Sam Ortiz'),
  }));

export const samples = (): Sample[] => [
  refund(),
  missedParcel(),
  ...[...seeds, ...filler(90)].map((seed, index) => sample(index + 2, seed)),
];

export const rowOf = ({
  connectionId: _,
  preferredAgentId: __,
  deliveries: ___,
  replyTo: ____,
  optedOut: _____,
  tasks: ______,
  joinedInto: _______,
  joinedFrom: ________,
  declinedBy: _________,
  ...row
}: Conversation): ConversationRow => row;
