import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Clock } from '#domain/kernel/clock.ts';
import { readJson, writeJson } from '../emulators/durable-file.ts';
import type { SentMail } from '../emulators/ses.ts';
import { untilDone } from '../events/delivery.ts';
import { configurationSet } from '../names.ts';
import type { MailTopic } from './mail-topic.ts';

export type MailFeedback = {
  /** Remembers what SES will tell about this mail, and tells it a moment later. */
  sent(mail: SentMail): Promise<void>;
  /** From now on feedback is told; first what an earlier process still owed. */
  start(topic: MailTopic): void;
  stop(): Promise<void>;
};

const $Sent = z.object({
  messageId: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  tags: z.record(z.string(), z.string()).default({}),
  at: z.string(),
});
type Sent = z.infer<typeof $Sent>;

const delayMs = 400;

/** Tells of deliveries, bounces and complaints. A file for each mail survives a killed process. */
export function createMailFeedback(dir: string, now: Clock): MailFeedback {
  mkdirSync(dir, { recursive: true });
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  let topic: MailTopic | undefined;

  async function tell(file: string): Promise<void> {
    await wait(delayMs, undefined, { signal: stopping.signal });
    const notifications = notificationsOf($Sent.parse(readJson(file)));
    for (const notification of notifications)
      await untilDone(async () => topic?.publish(notification), stopping.signal);
    if (!stopping.signal.aborted) rmSync(file);
  }

  function begin(file: string): void {
    const work = tell(file)
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) console.error(error);
      })
      .finally(() => underWay.delete(work));
    underWay.add(work);
  }

  return {
    async sent({ messageId, from, to, tags }) {
      const file = join(dir, `${messageId.replaceAll(/[^\w-]/g, '_')}.json`);
      writeJson(file, { messageId, from, to, tags, at: now().toISOString() });
      if (topic) begin(file);
    },
    start(given) {
      topic = given;
      for (const name of readdirSync(dir)) if (name.endsWith('.json')) begin(join(dir, name));
    },
    async stop() {
      stopping.abort();
      await Promise.all(underWay);
    },
  };
}

const complains = (address: string): boolean => /^complaint(\+.*)?@simulator\.amazonses\.com$/i.test(address);
/** The mailbox simulator of SES, and a domain where nobody has a mailbox. */
const bounces = (address: string): boolean =>
  /^bounce(\+.*)?@simulator\.amazonses\.com$|@bounce\.example$/i.test(address);

/** https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
function notificationsOf(sent: Sent): readonly object[] {
  const timestamp = sent.at;
  const mail = {
    timestamp,
    source: sent.from,
    messageId: sent.messageId,
    destination: sent.to,
    headersTruncated: true,
    headers: [],
    commonHeaders: { from: [sent.from], to: sent.to },
    tags: {
      'ses:configuration-set': [configurationSet],
      ...Object.fromEntries(Object.entries(sent.tags).map(([name, value]) => [name, [value]])),
    },
  };
  const [bounced, delivered] = [sent.to.filter(bounces), sent.to.filter((address) => !bounces(address))];
  const complained = sent.to.filter(complains);
  return [
    ...(bounced.length > 0 ? [{ eventType: 'Bounce', mail, bounce: bounceOf(bounced, timestamp) }] : []),
    ...(delivered.length > 0 ? [{ eventType: 'Delivery', mail, delivery: deliveryOf(delivered, timestamp) }] : []),
    ...(complained.length > 0 ? [{ eventType: 'Complaint', mail, complaint: complaintOf(complained, timestamp) }] : []),
  ];
}

const bounceOf = (recipients: readonly string[], timestamp: string) => ({
  bounceType: 'Permanent',
  bounceSubType: 'General',
  bouncedRecipients: recipients.map((emailAddress) => ({
    emailAddress,
    action: 'failed',
    status: '5.1.1',
    diagnosticCode: 'smtp; 550 5.1.1 user unknown',
  })),
  timestamp,
  feedbackId: `local-${timestamp}`,
  reportingMTA: 'dsn; local.parley.example',
});

const deliveryOf = (recipients: readonly string[], timestamp: string) => ({
  timestamp,
  processingTimeMillis: 300,
  recipients,
  smtpResponse: '250 2.6.0 Message received',
  reportingMTA: 'local.parley.example',
});

const complaintOf = (recipients: readonly string[], timestamp: string) => ({
  complainedRecipients: recipients.map((emailAddress) => ({ emailAddress })),
  timestamp,
  feedbackId: `local-${timestamp}`,
  complaintFeedbackType: 'abuse',
  userAgent: 'local',
  arrivalDate: timestamp,
});
