import { catalogue } from '#functions/catalogue.ts';
import type { Step } from '../plan.ts';
import type { Wake } from '../world/agenda.ts';
import { agentAt } from '../world/business.ts';
import type { Outcome } from '../world/invocations.ts';
import { type Stored, tableImage } from '../world/table-image.ts';
import type { World } from '../world/world.ts';
import { httpEvent } from './http-event.ts';

/** What the API answered in the end to what agents asked of it, by the key of the request. */
export type Answered = ReadonlyMap<string, number>;

export type Agents = { act(step: Step): void; readonly answered: Answered };

type Asked = { readonly method: 'POST' | 'PUT'; readonly path: string; readonly body: object };
type AgentStep = Extract<Step, { readonly agent: number; readonly which: number }>;

/** A request of a signed-in agent to the API. */
export function apiWake(
  agentId: string,
  asked: { readonly method: 'GET' | 'POST' | 'PUT'; readonly path: string; readonly body?: object },
  key: string,
): Wake {
  const [path = '', query = ''] = asked.path.split('?');
  const event = httpEvent(
    {
      method: asked.method,
      path,
      query,
      headers: { 'content-type': 'application/json', 'idempotency-key': `${agentId}-${key}` },
      ...(asked.body ? { body: JSON.stringify(asked.body) } : {}),
    },
    key,
  );
  const jwt = {
    claims: { token_use: 'access', sub: agentId, username: agentId, 'cognito:groups': '[agent]' },
    scopes: null,
  };
  return { name: 'agentApi', event: { ...event, requestContext: { ...event.requestContext, authorizer: { jwt } } } };
}

export const statusOf = (outcome: Outcome): number =>
  outcome.kind === 'answered' ? ((outcome.answer as { readonly statusCode?: number }).statusCode ?? 200) : 500;

/** As the console asks: about the conversation as it is shown at that moment. */
function askedBy(step: AgentStep, { head, events }: Stored, now: number): Asked {
  const path = `/v1/conversations/${head.id}`;
  const post = (what: string, body: object = {}): Asked => ({ method: 'POST', path: `${path}/${what}`, body });
  if (step.do === 'answer') {
    const resolving = step.andResolve ? { andResolve: true } : {};
    const lastSeenEventId = events.at(-1)?.id ?? '';
    return post('replies', { text: `Our answer: reply-${step.number}`, lastSeenEventId, ...resolving });
  }
  if (step.do === 'snooze') return post('snooze', { until: new Date(now + step.forMs).toISOString() });
  if (step.do === 'put-back') return post('assign', { agentId: null });
  if (step.do === 'take') return post('assign', { agentId: agentAt(step.agent).id });
  if (step.do === 'note') return post('notes', { text: `note-${step.number}` });
  return post(step.do);
}

/** A console repeats a request that got no answer, with the same key. */
const repeatsAfterMs = 3000;
const apiSeconds = catalogue.agentApi.timeoutSeconds;

export function createAgents(world: World): Agents {
  const answered = new Map<string, number>();

  function ask(wake: Wake, label: string, key: string): void {
    world.agenda.add({
      at: world.time.ms(),
      label,
      start: () => wake,
      ended(outcome) {
        const status = statusOf(outcome);
        if (status < 500) answered.set(key, status);
        else
          world.agenda.add({
            at: world.time.ms() + repeatsAfterMs + apiSeconds,
            label: `${label}, once more`,
            start: () => void ask(wake, label, key),
          });
      },
    });
  }

  return {
    answered,
    act(step) {
      if (!('agent' in step)) return;
      const agent = agentAt(step.agent);
      const key = `step-${step.number}`;
      const label = `${agent.id}: ${step.do} ${step.number}`;
      if (step.do === 'presence') {
        const asked: Asked = {
          method: 'PUT',
          path: `/v1/agents/${agent.id}/presence`,
          body: { presence: step.presence },
        };
        ask(apiWake(agent.id, asked, key), `${label} ${step.presence}`, key);
        return;
      }
      if (!('which' in step)) return;
      const { conversations } = tableImage(world.dynamo);
      const found = conversations[step.which % Math.max(conversations.length, 1)];
      if (found) ask(apiWake(agent.id, askedBy(step, found, world.time.ms()), key), label, key);
    },
  };
}
