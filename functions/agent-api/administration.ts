import * as z from 'zod';
import type { Agent } from '#domain/agents/agent.ts';
import { $Connection, type Connection } from '#domain/channels/channel.ts';
import { $BusinessCalendar, type BusinessCalendar } from '#domain/escalation/business-hours.ts';
import { $SlaPolicy, type SlaPolicy } from '#domain/escalation/policy.ts';
import { instant } from '#domain/kernel/clock.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import type { RecordStore } from '#domain/routing/ports.ts';
import { $Queue, type Queue } from '#domain/routing/queue.ts';
import { $AgentRequest, $PresenceRequest } from './contract.ts';
import type { ApiNeeds } from './needs.ts';
import { type ApiEvent, bodyOf, type Caller, pathPart } from './request.ts';

type Request = { readonly event: ApiEvent; readonly caller: Caller };

const $Fields = z.record(z.string(), z.unknown());

/** A record is its body under the id in the path. */
const recordOf = <Entry>(event: ApiEvent, schema: z.ZodType<Entry>): Entry => {
  const fields = bodyOf(event, $Fields);
  const result = schema.safeParse({ ...fields, id: pathPart(event, 'id') });
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({ path: `body.${path.join('.')}`, message }));
  throw new Refusal('invalid', `${errors[0]?.path}: ${errors[0]?.message}`, { errors });
};

async function mustExist<Entry>(store: RecordStore<Entry>, id: string, field: string): Promise<void> {
  if (!(await store.get(id))) throw new Refusal('invalid', `body.${field}: there is no "${id}"; create it first`);
}

export async function putQueue(needs: ApiNeeds, { event }: Request): Promise<Queue> {
  const queue = recordOf(event, $Queue);
  await mustExist(needs.settings.policies, queue.policyId, 'policyId');
  await needs.settings.queues.put(queue);
  return queue;
}

export async function putPolicy(needs: ApiNeeds, { event }: Request): Promise<SlaPolicy> {
  const policy = recordOf(event, $SlaPolicy);
  await mustExist(needs.settings.calendars, policy.calendarId, 'calendarId');
  await needs.settings.policies.put(policy);
  return policy;
}

export async function putCalendar(needs: ApiNeeds, { event }: Request): Promise<BusinessCalendar> {
  const calendar = recordOf(event, $BusinessCalendar);
  await needs.settings.calendars.put(calendar);
  return calendar;
}

export async function putConnection(needs: ApiNeeds, { event }: Request): Promise<Connection> {
  const connection = recordOf(event, $Connection);
  await mustExist(needs.settings.queues, connection.queueId, 'queueId');
  await needs.connections.put(connection);
  return connection;
}

export async function putAgent(needs: ApiNeeds, { event }: Request): Promise<Agent> {
  const fields = bodyOf(event, $AgentRequest);
  return needs.agents.put({ ...fields, id: pathPart(event, 'id'), load: 0, idleSince: instant(needs.now()) });
}

/** One's own presence; a supervisor may also sign somebody off who forgot. */
export async function putPresence(needs: ApiNeeds, { event, caller }: Request): Promise<Agent> {
  const id = pathPart(event, 'id');
  if (id !== caller.agent.id && caller.role === 'agent')
    throw new Refusal('forbidden', 'the presence of others is set by supervisors');
  const agent = await needs.agents.get(id);
  if (!agent) throw new Refusal('not-found', `there is no agent "${id}"`);
  return needs.agents.put({ ...agent, ...bodyOf(event, $PresenceRequest) });
}

export const listing =
  <Entry>(list: (needs: ApiNeeds) => Promise<readonly Entry[]>) =>
  async (needs: ApiNeeds): Promise<{ items: readonly Entry[] }> => ({ items: await list(needs) });
