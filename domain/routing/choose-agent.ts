import { type Agent, freePlaces } from '../agents/agent.ts';
import type { Conversation } from '../conversations/conversation.ts';
import type { Queue } from './queue.ts';

export type Choice =
  | { readonly kind: 'agent'; readonly agent: Agent; readonly reason: string }
  | { readonly kind: 'wait'; readonly reason: string };

/** What is known of whom an agent is looked for. */
export type Seeking = Pick<Conversation, 'language' | 'declinedBy' | 'preferredAgentId'>;

/** `de-CH` and `de` are one language to a customer. */
const primary = (language: string): string => language.split('-')[0]?.toLowerCase() ?? language;

/** The language to be spoken; undefined when it is unknown or nobody of the queue speaks it. */
function languageNeeded(conversation: Seeking, team: readonly Agent[]): string | undefined {
  if (!conversation.language || conversation.language === 'und') return undefined;
  const language = primary(conversation.language);
  return team.some((agent) => agent.languages.some((spoken) => primary(spoken) === language)) ? language : undefined;
}

const speaks = (agent: Agent, language: string | undefined): boolean =>
  language === undefined || agent.languages.some((spoken) => primary(spoken) === language);

const isFree = (agent: Agent): boolean => agent.presence === 'available' && freePlaces(agent) > 0;

const byPreference =
  (preferredAgentId: string | undefined) =>
  (one: Agent, other: Agent): number =>
    Number(other.id === preferredAgentId) - Number(one.id === preferredAgentId) ||
    freePlaces(other) - freePlaces(one) ||
    one.idleSince.localeCompare(other.idleSince) ||
    one.id.localeCompare(other.id);

const list = (parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(', ');

const whyAmong = (free: readonly Agent[], queue: Queue): string =>
  free.length > 1
    ? `most room or idle longest of ${free.length} free in ${queue.name}`
    : `the only one free in ${queue.name}`;

function whyChosen(
  agent: Agent,
  free: readonly Agent[],
  needs: { queue: Queue; language: string | undefined; preferred: boolean },
): string {
  return list([
    needs.preferred ? 'had it before' : undefined,
    needs.queue.skills.length > 0 ? `has ${needs.queue.skills.join(' and ')}` : undefined,
    needs.language ? `speaks ${needs.language}` : undefined,
    `${freePlaces(agent)} of ${agent.capacity} places free`,
    needs.preferred ? undefined : whyAmong(free, needs.queue),
  ]);
}

const count = (agents: readonly Agent[], test: (agent: Agent) => boolean, word: string): string | undefined => {
  const number = agents.filter(test).length;
  return number === 0 ? undefined : `${number} ${word}`;
};

type Wanted = { readonly language: string | undefined; readonly declinedBy: string | undefined };

function whyWaiting(queue: Queue, team: readonly Agent[], { language, declinedBy }: Wanted): string {
  if (team.length === 0)
    return `nobody works in ${queue.name}${queue.skills.length > 0 ? ` with ${queue.skills.join(' and ')}` : ''}`;
  return `nobody is free in ${queue.name}: ${list([
    count(team, (agent) => agent.presence === 'offline', 'offline'),
    count(team, (agent) => agent.presence === 'away', 'away'),
    count(team, (agent) => agent.presence === 'available' && freePlaces(agent) === 0, 'full'),
    count(team, (agent) => isFree(agent) && !speaks(agent, language), `free without ${language ?? 'the language'}`),
    count(team, (agent) => isFree(agent) && agent.id === declinedBy, 'put it back'),
  ])}`;
}

/** The available agent with the queue's skills, the language and the most room; between equals, the one idle longest. */
export function chooseAgent(conversation: Seeking, queue: Queue, agents: readonly Agent[]): Choice {
  const team = agents.filter(
    (agent) => agent.queueIds.includes(queue.id) && queue.skills.every((skill) => agent.skills.includes(skill)),
  );
  const language = languageNeeded(conversation, team);
  const { declinedBy, preferredAgentId } = conversation;
  const free = team.filter((agent) => isFree(agent) && speaks(agent, language) && agent.id !== declinedBy);
  const agent = free.toSorted(byPreference(preferredAgentId)).at(0);
  if (!agent) return { kind: 'wait', reason: whyWaiting(queue, team, { language, declinedBy }) };
  const preferred = agent.id === preferredAgentId;
  return { kind: 'agent', agent, reason: whyChosen(agent, free, { queue, language, preferred }) };
}
