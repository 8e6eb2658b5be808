import * as z from 'zod';

/** Amazon's own examples write `agentInfo` and `AgentInfo`, `instanceArn` and `InstanceArn`; both are read. */
function withSmallInitials(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inside]) => [
      `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
      withSmallInitials(inside),
    ]),
  );
}

/** A time that did not come is left out, or written as the beginning of 1970. */
const $Time = z
  .string()
  .optional()
  .transform((text) => {
    const time = Date.parse(text ?? '');
    return Number.isNaN(time) || new Date(time).getUTCFullYear() === 1970 ? undefined : time;
  });

const id = z.string().min(1).max(256);

const $Detail = z.preprocess(
  withSmallInitials,
  z.object({
    eventType: z.string(),
    contactId: id,
    initialContactId: id.optional(),
    previousContactId: id.optional(),
    channel: z.string().transform((channel) => channel.toUpperCase()),
    instanceArn: z.string(),
    initiationMethod: z.string().default('INBOUND'),
    disconnectReason: z.string().optional(),
    connectedToSystemTimestamp: $Time,
    disconnectTimestamp: $Time,
    agentInfo: z.object({ agentArn: z.string().optional(), connectedToAgentTimestamp: $Time }).optional(),
    queueInfo: z.object({ queueArn: z.string().optional() }).optional(),
    /** Set by the flow to the caller's number; events tell it in no other way. */
    customerId: z.string().optional(),
    customerEndpoint: z.object({ address: z.string() }).optional(),
  }),
);
export type ContactDetail = z.infer<typeof $Detail>;

/** https://docs.aws.amazon.com/connect/latest/adminguide/contact-events.html, read 2026-11-22. Fields and types are added without notice. */
export const $ContactEvent = z.object({
  id: z.string().min(1),
  time: z.string(),
  detail: $Detail,
});
