import * as z from 'zod';

export const priorities = ['urgent', 'high', 'normal', 'low'] as const;
export const $Priority = z.enum(priorities);
/** How soon a conversation should be taken. */
export type Priority = z.infer<typeof $Priority>;

/** 0 is served first; also the first part of the waiting line's sort key. */
export const rankOf = (priority: Priority): number => priorities.indexOf(priority);

/** One step more urgent; urgent stays urgent. */
export const raised = (priority: Priority): Priority => priorities[Math.max(0, rankOf(priority) - 1)] ?? 'urgent';
