import * as z from 'zod';
import type { Connection } from '#domain/channels/channel.ts';

export const $TwilioSmsSettings = z.object({
  /** The RCS sender beside the number, as Twilio's console shows it. Not needed with a Messaging Service that has it in its pool. */
  rcsSender: z
    .string()
    .regex(/^rcs:\S+$/, 'the id of an RCS sender: rcs:brand_xyz123_agent')
    .optional(),
});

/** The RCS sender of a connection, if it names one that can be one. */
export const rcsSenderOf = ({ settings }: Pick<Connection, 'settings'>): string | undefined =>
  $TwilioSmsSettings.safeParse(settings ?? {}).data?.rcsSender;
