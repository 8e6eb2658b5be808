import type { AgentStore } from '../agents/agent.ts';
import type { Conversation } from '../conversations/conversation.ts';
import type { ConversationStore, CustomerStore } from '../conversations/ports.ts';
import { type Customer, identityKeyOf } from '../customers/customer.ts';
import { customerNow } from '../customers/identify-customer.ts';

type Needs = {
  readonly customers: CustomerStore;
  readonly conversations: Pick<ConversationStore, 'ofCustomer'>;
  readonly agents: Pick<AgentStore, 'get'>;
};

/** What the one who answers a call should know of the caller; nothing but text, as telephone systems want it. */
export type KnownCaller = {
  readonly known: 'true' | 'false';
  /** The caller's number, under which the end of the call will name the caller. */
  readonly customerId: string;
  readonly name: string;
  readonly language: string;
  readonly openConversationId: string;
  readonly openSubject: string;
  readonly lastAgent: string;
  readonly priority: string;
  readonly optedOut: 'true' | 'false';
  readonly greeting: string;
};

const stranger = (phone: string): KnownCaller => ({
  known: 'false',
  customerId: phone,
  name: '',
  language: '',
  openConversationId: '',
  openSubject: '',
  lastAgent: '',
  priority: '',
  optedOut: 'false',
  greeting: '',
});

/** The customer who has this phone number, on whichever channel it became known. */
export async function customerByAddress(customers: CustomerStore, phone: string): Promise<Customer | undefined> {
  const identity = await customers.identity(identityKeyOf({ channel: 'voice', address: phone, verified: true }));
  return identity && customerNow(customers, identity.customerId);
}

/** Conversations that are looked through for one that is open. */
const lookedAt = 25;

/** Who is calling, and what is open with that person. */
export async function recogniseCaller(needs: Needs, phone: string): Promise<KnownCaller> {
  const customer = await customerByAddress(needs.customers, phone);
  if (!customer) return stranger(phone);
  const conversations = await needs.conversations.ofCustomer(customer.id, lookedAt);
  const latest = conversations
    .filter(({ stage, joinedInto }) => stage.status !== 'resolved' && !joinedInto)
    .toSorted((one, other) => other.lastActivityAt.localeCompare(one.lastActivityAt))
    .at(0);
  const language = customer.language ?? latest?.language ?? '';
  // Who has never said a name is called by the number.
  const name = customer.name.startsWith('+') ? '' : customer.name.slice(0, 100);
  return {
    ...stranger(phone),
    known: 'true',
    name,
    language,
    openConversationId: latest?.id ?? '',
    openSubject: latest?.subject.slice(0, 200) ?? '',
    lastAgent: (latest && (await agentOf(needs.agents, latest))) ?? '',
    priority: latest?.priority ?? '',
    optedOut: customer.optedOut.includes('voice') ? 'true' : 'false',
    greeting: greetingIn(language, name),
  };
}

async function agentOf(
  agents: Needs['agents'],
  { holder, preferredAgentId }: Conversation,
): Promise<string | undefined> {
  if (holder.kind === 'agent') return holder.agentName;
  return preferredAgentId === undefined ? undefined : (await agents.get(preferredAgentId))?.name;
}

const greetings: Readonly<Record<string, string>> = {
  de: 'Willkommen zurück',
  en: 'Welcome back',
  es: 'Hola de nuevo',
  fr: 'Heureux de vous retrouver',
  it: 'Bentornato',
  nl: 'Welkom terug',
  pt: 'Bem-vindo de volta',
};

/** "Welcome back, Amara Okafor." */
function greetingIn(language: string, name: string): string {
  const words = greetings[language.split('-')[0] ?? ''] ?? greetings.en;
  return name === '' ? `${words}.` : `${words}, ${name}.`;
}
