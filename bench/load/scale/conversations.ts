import { toCommit, toHead } from '#adapters/dynamodb/conversation-items.ts';
import { customerItem, identityItem } from '#adapters/dynamodb/customer-store.ts';
import type { Item, Key } from '#adapters/dynamodb/table.ts';
import type { Conversation } from '#domain/conversations/conversation.ts';
import { evolve } from '#domain/conversations/evolve.ts';
import { type Draft, facts } from '#domain/conversations/facts.ts';
import { aConnection, aCustomer, aMessage, anAnalysis, anOpening } from '#test/support/builders.ts';

/** What somebody wants of a conversation decides how it stands; the first few hundred are there to be asked about. */
export type Standing = 'mine' | 'overdue' | 'new' | 'waiting' | 'assigned' | 'snoozed' | 'resolved';

/** Conversations that are asked about, by number: the same at every size. */
export const asked = {
  mine: { from: 0, count: 60 },
  overdue: { from: 60, count: 100 },
  new: { from: 160, count: 100 },
  regular: { from: 260, count: 20 },
} as const;

export const connection = aConnection();
export const agentId = 'maya';
/** Who has room, and who serves the line: colleagues in other queues have their hands full. */
export const queues = { line: 'billing', quiet: 'returns' } as const;
export const colleagues = Array.from({ length: 40 }, (_, n) => `agent${n}`);

const isIn = (n: number, { from, count }: { readonly from: number; readonly count: number }): boolean =>
  n >= from && n < from + count;

/** Of a hundred conversations ten are open or will be again, as at a desk that has been running for a while. */
export function standingOf(n: number): Standing {
  if (isIn(n, asked.mine)) return 'mine';
  if (isIn(n, asked.overdue)) return 'overdue';
  if (isIn(n, asked.new)) return 'new';
  const share = n % 100;
  if (share < 5) return 'waiting';
  if (share < 8) return 'assigned';
  return share < 10 ? 'snoozed' : 'resolved';
}

export const idOf = (n: number): string => `c${String(n).padStart(25, '0')}`;
export const phoneOf = (customer: number): string => `+1555${1_000_000 + customer}`;
export const customerIdOf = (customer: number): string => `customer${customer}`;

/** One customer in three comes back once; one came twenty times. */
export function customerOf(n: number): number {
  if (isIn(n, asked.regular)) return asked.regular.from;
  return n % 4 === 3 && n > asked.regular.from + asked.regular.count ? n - 3 : n;
}

const start = Date.UTC(2026, 0, 1);
const timeOf = (n: number, step: number): string => new Date(start + n * 60_000 + step * 7000).toISOString();

const texts = [
  'Where is my parcel? The tracking page has not changed since Monday.',
  'Could you send me the invoice again, please?',
  'The lamp came with a broken shade. I would like another one, or my money back if there is none.',
  'Do you deliver to Norway, and what does it cost?',
] as const;

const message = (n: number, step: number): Draft => ({
  type: 'MessageReceived',
  message: aMessage({
    providerId: `SM${n}-${step}`,
    sentAt: timeOf(n, step),
    sender: { address: phoneOf(customerOf(n)), verified: true },
    text: `${texts[(n + step) % texts.length]} My order is ${4000 + n}.`,
  }),
  analysis: anAnalysis(),
});

export const deadlineOf = (n: number) => {
  const dueAt = timeOf(n, 60);
  const steps = [0, 1, 2].map((level) => ({ level, at: timeOf(n, 50 + 10 * level) }));
  return { id: `${idOf(n)}-d`, kind: 'first-reply', policyId: 'standard', setAt: timeOf(n, 0), dueAt, steps } as const;
};

const assigned = (id: string): Draft => ({
  type: 'ConversationAssigned',
  agentId: id,
  agentName: id,
  reason: `speaks en, 3 of 6 places free, most room or idle longest of the 3 free in Billing`,
});
const note = (n: number): Draft => ({
  type: 'NoteWritten',
  text: `The parcel ${n} is at the depot.`,
  authorName: 'Sam',
});

/** Decisions about a conversation after it was opened, each with its facts: ten facts in all. */
function decisionsOf(n: number): readonly (readonly Draft[])[] {
  const standing = standingOf(n);
  if (standing === 'new') return [];
  const holder = standing === 'mine' ? agentId : (colleagues[n % colleagues.length] ?? agentId);
  const taken: Draft =
    standing === 'waiting'
      ? { type: 'WaitingStarted', queueId: queues.line, reason: 'nobody is free in Billing' }
      : assigned(holder);
  const middle: readonly (readonly Draft[])[] = [[taken], [message(n, 10), note(n)], [note(n), message(n, 20)]];
  const until = new Date(start + 400 * 86_400_000).toISOString();
  if (standing === 'snoozed') return [...middle, [{ type: 'ConversationSnoozed', until }, note(n)]];
  if (standing !== 'resolved') return [...middle, [note(n), note(n)]];
  return [...middle, [note(n), { type: 'ConversationResolved' }]];
}

const openingOf = (n: number): readonly Draft[] => {
  const customer = customerOf(n);
  const queueId = standingOf(n) === 'new' ? queues.quiet : queues.line;
  const who = { customerId: customerIdOf(customer), customerName: `Customer ${customer}` };
  const opened = anOpening({ ...who, queueId, subject: texts[n % texts.length] ?? '' });
  const deadline: Draft = {
    type: 'DeadlineSet',
    deadline: { ...deadlineOf(n), steps: [...deadlineOf(n).steps] },
    reason: 'first reply within 60 business minutes (policy Standard, calendar Office hours)',
  };
  return [opened, message(n, 0), deadline];
};

/** The customer and the address by which they are known. */
function peopleOf(n: number): readonly (Item & Key)[] {
  const customer = customerOf(n);
  if (customer !== n) return [];
  const [id, value] = [customerIdOf(customer), phoneOf(customer)];
  const identities = [{ channel: 'sms' as const, value, verified: true }];
  return [
    customerItem(aCustomer({ id, name: `Customer ${customer}`, createdAt: timeOf(n, 0), identities })),
    identityItem({ kind: 'phone', scope: 'global', value, verified: true, customerId: id, conversationId: idOf(n) }),
  ];
}

/** Every item of conversation number n, in the shapes in which the product writes them, and its number of facts. */
export function itemsOf(n: number): { readonly items: readonly (Item & Key)[]; readonly events: number } {
  const items: (Item & Key)[] = [...peopleOf(n)];
  let state: Conversation | undefined;
  let count = 0;
  for (const [step, drafts] of [openingOf(n), ...decisionsOf(n)].entries()) {
    const commitId = `${idOf(n)}${step}`;
    const by = { kind: 'agent', id: agentId } as const;
    const events = facts({ commitId, at: timeOf(n, step * 10), by }, drafts);
    const after = evolve(idOf(n), state, events);
    if (!after) throw new Error('these facts open no conversation');
    items.push(toCommit({ commitId, before: state, after, events, claims: [] }));
    count += events.length;
    state = after;
  }
  return { items: [...items, ...(state ? [toHead(state)] : [])], events: count };
}
