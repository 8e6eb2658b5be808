import type { EventSources } from './events/event-sources.ts';
import type { MailIntake } from './mail/mail-intake.ts';
import type { Deliver } from './stand-ins/deliver.ts';
import type { Emulators } from './start-emulators.ts';

export type Addresses = {
  readonly url: string;
  readonly mailInbox: string;
  readonly smtpPort: number;
  readonly issuer: string;
};

/** What `/local/*` and the seeds work with. */
export type Parts = Pick<
  Emulators,
  | 'clock'
  | 'comprehend'
  | 'scheduler'
  | 'twilio'
  | 'providers'
  | 'smsVoice'
  | 'socialMessaging'
  | 'signIn'
  | 'sockets'
  | 'chatSockets'
> & {
  readonly addresses: Addresses;
  readonly deliver: Deliver;
  readonly intake: MailIntake;
  readonly sources: EventSources;
  /** How many workflows there are, by status. */
  executions(): Promise<Readonly<Record<string, number>>>;
};
