import * as z from 'zod';
import type { Connection } from '../channels/channel.ts';
import { Refusal } from '../kernel/refusal.ts';

const MB = 1_000_000;

const $Origin = z
  .string()
  .regex(/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/, 'scheme, host and port only: https://www.shop.example');

export const $ChatSettings = z.object({
  /** Sites whose pages may open a chat; Parley's own address always may. */
  allowedOrigins: z.array($Origin).max(50).default([]),
  greeting: z.string().min(1).max(500).optional(),
  /** The hours in which somebody answers; always, when absent. */
  calendarId: z.string().min(1).optional(),
  /** The mail connection that takes messages left outside the hours, and sends answers after visitors who have gone. */
  emailConnectionId: z.string().min(1).optional(),
  /** What the form asks beside name, address and message. */
  offlineForm: z
    .object({
      note: z.string().max(500).optional(),
      fields: z
        .array(z.object({ name: z.string().min(1).max(40), label: z.string().min(1).max(100) }))
        .max(5)
        .default([]),
    })
    .optional(),
  maxFileBytes: z
    .number()
    .int()
    .positive()
    .max(20 * MB)
    .default(10 * MB),
  /** Beginnings of content types that visitors may send. */
  fileTypes: z
    .array(z.string().min(1).max(100))
    .max(30)
    .default(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'application/pdf', 'text/plain']),
});
export type ChatSettings = z.infer<typeof $ChatSettings>;

/** A connection that visitors talk through: live chat, or the conversations inside an app. */
export type ChatConnection = Connection & { readonly provider: 'web-chat' | 'in-app' };

export const isChat = (connection: Connection): connection is ChatConnection =>
  connection.provider === 'web-chat' || connection.provider === 'in-app';

/** May pages of this origin talk through the connection? Apps and servers name none; Parley's own page always may. */
export function mayOpenChat(
  connection: Connection | undefined,
  origin: string | undefined,
  publicUrl: string,
): boolean {
  if (origin === undefined || origin === publicUrl) return true;
  return connection !== undefined && isChat(connection) && chatSettingsOf(connection).allowedOrigins.includes(origin);
}

/** A connection's settings with what is left out filled in. */
export function chatSettingsOf(connection: Connection): ChatSettings {
  const { success, data } = $ChatSettings.safeParse(connection.settings ?? {});
  if (success) return data;
  throw new Refusal('conflict', `the settings of connection ${connection.id} are not of the shape in docs/channels/`);
}
