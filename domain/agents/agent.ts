import * as z from 'zod';

export const presences = ['available', 'away', 'offline'] as const;
export const $Presence = z.enum(presences);

export const roles = ['agent', 'supervisor', 'admin'] as const;
export const $Role = z.enum(roles);
export type Role = z.infer<typeof $Role>;

/** What of the help desk somebody reads: every conversation, or those of their queues and their own. */
export const $Sees = z.enum(['all', 'own-queues']);

export const $Agent = z.object({
  /** The sign-in's `sub`, which has up to 255 characters (OpenID Connect Core 1.0 section 2). */
  id: z.string().min(1).max(255),
  name: z.string().min(1).max(100),
  email: z.string().max(320).optional(),
  /** Rings when a customer calls; E.164. Who has none is not rung. */
  phone: z
    .string()
    .regex(/^\+[1-9]\d{5,14}$/, 'a phone number in E.164, such as +4930123456')
    .optional(),
  presence: $Presence,
  /** Conversations at once; never exceeded. */
  capacity: z.number().int().min(0).max(100),
  /** Open conversations in hand. Changed only together with an assignment. */
  load: z.number().int().nonnegative(),
  queueIds: z.array(z.string()),
  /** Queues that this person leads: gets escalations of. */
  leadsQueueIds: z.array(z.string()),
  skills: z.array(z.string()),
  /** BCP 47 primary language subtags. */
  languages: z.array(z.string()),
  /** Which conversations and customers this person can open; administrators open all. @default all */
  sees: $Sees.optional(),
  /** Since when without a new conversation; decides between equals. */
  idleSince: z.iso.datetime(),
});
/** A person who answers customers. */
export type Agent = z.infer<typeof $Agent>;

export const freePlaces = (agent: Agent): number => Math.max(0, agent.capacity - agent.load);

const canTake = (agent: Agent): boolean => agent.presence === 'available' && freePlaces(agent) > 0;

/** Can this agent take something that they could not take before? Then the waiting lines should be looked at. */
export function gainedRoom(before: Agent | undefined, after: Agent): boolean {
  if (!canTake(after)) return false;
  if (!before || !canTake(before)) return true;
  const gained = (of: 'queueIds' | 'skills' | 'languages') => after[of].some((one) => !before[of].includes(one));
  return freePlaces(after) > freePlaces(before) || gained('queueIds') || gained('skills') || gained('languages');
}

export type AgentStore = {
  get(id: string): Promise<Agent | undefined>;
  list(): Promise<readonly Agent[]>;
  /** Creates the agent or replaces everything but `load` and `idleSince`. */
  put(agent: Agent): Promise<Agent>;
};
