import type { Terms } from '../escalation/deadlines.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { Settings } from './ports.ts';
import type { Queue } from './queue.ts';

/** The promise of a queue, for those who have to go on without it when it is not set up. */
export async function termsOf(needs: Settings, queueId: string): Promise<Terms | undefined> {
  const queue = await needs.queues.get(queueId);
  const policy = queue && (await needs.policies.get(queue.policyId));
  const calendar = policy && (await needs.calendars.get(policy.calendarId));
  return policy && calendar ? { policy, calendar } : undefined;
}

/** The queue with its promise. What is missing in the configuration is named, so that it can be mended and the message retried. */
export async function queueWithTerms(needs: Settings, queueId: string): Promise<{ queue: Queue; terms: Terms }> {
  const queue = await needs.queues.get(queueId);
  if (!queue)
    throw new Refusal('invalid', `there is no queue "${queueId}"; create it or point the connection to another`);
  const policy = await needs.policies.get(queue.policyId);
  if (!policy)
    throw new Refusal('invalid', `queue "${queueId}" names policy "${queue.policyId}", which does not exist`);
  const calendar = await needs.calendars.get(policy.calendarId);
  if (!calendar)
    throw new Refusal('invalid', `policy "${policy.id}" names calendar "${policy.calendarId}", which does not exist`);
  return { queue, terms: { policy, calendar } };
}
