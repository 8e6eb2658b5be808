import type { Agent } from '#domain/agents/agent.ts';
import { limitsOf } from '#domain/channels/limits.ts';
import { $Template, type Template } from '#domain/channels/template.ts';
import { type ContinuityRules, continuityByDefault } from '#domain/conversations/continuity.ts';
import { $BusinessCalendar, type BusinessCalendar } from '#domain/escalation/business-hours.ts';
import { $SlaPolicy, type SlaPolicy } from '#domain/escalation/policy.ts';
import { instant } from '#domain/kernel/clock.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { $Queue, type Queue } from '#domain/routing/queue.ts';
import { mustExist, recordOf } from '#functions/middleware/api/records.ts';
import { type ApiEvent, bodyOf, type Caller, pathPart } from '#functions/middleware/api/request.ts';
import { $AgentFields, $ContinuityRequest, $PresenceRequest } from './contract.ts';
import type { ApiNeeds } from './needs.ts';

type Request = { readonly event: ApiEvent; readonly caller: Caller };

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

export async function putAgent(needs: ApiNeeds, { event }: Request): Promise<Agent> {
  const fixed = { load: 0, idleSince: instant(needs.now()) };
  return needs.agents.put({ ...recordOf(event, $AgentFields), ...fixed });
}

export async function putTemplate(needs: ApiNeeds, { event }: Request): Promise<Template> {
  const template = recordOf(event, $Template);
  const connection = await needs.connections.get(template.connectionId);
  if (!connection)
    throw new Refusal('invalid', `body.connectionId: there is no "${template.connectionId}"; create it first`);
  if (!limitsOf(connection.provider, connection.channel).templates)
    throw new Refusal('invalid', `body.connectionId: ${connection.provider} has no templates`);
  await needs.settings.templates.put(template);
  return template;
}

export const readContinuity = async (needs: ApiNeeds): Promise<ContinuityRules> =>
  (await needs.settings.continuity.get('continuity')) ?? continuityByDefault;

export async function putContinuity(needs: ApiNeeds, { event }: Request): Promise<ContinuityRules> {
  const rules: ContinuityRules = { id: 'continuity', ...bodyOf(event, $ContinuityRequest) };
  await needs.settings.continuity.put(rules);
  return rules;
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
