import { z } from 'zod';
import type { LocalSystem } from '#test/support/local-system.ts';
import { eventually } from '../journey.ts';

const $Store = z.object({
  emails: z.array(
    z.object({
      subject: z.string(),
      destination: z.object({ to: z.array(z.string()) }),
      replyTo: z.array(z.string()),
      body: z.object({ text: z.string() }),
      attachments: z.array(z.looseObject({})).default([]),
    }),
  ),
});
type Mail = z.infer<typeof $Store>['emails'][number];

/** A mail that the business sent to somebody. */
export const mailTo = (system: LocalSystem, address: string): Promise<Mail> =>
  eventually(`a mail to ${address}`, async () => {
    const response = await fetch(new URL('/store', system.mailInbox));
    const { emails } = $Store.parse(await response.json());
    return emails.find(({ destination }) => destination.to.includes(address));
  });
