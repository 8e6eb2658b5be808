import { readFileSync } from 'node:fs';
import type { Connection } from '#domain/channels/channel.ts';

export const instanceArn = 'arn:aws:connect:us-west-2:123456789012:instance/12345678-1234-1234-1234-123456789012';

export const connection: Connection = {
  id: 'contact-centre',
  provider: 'amazon-connect',
  channel: 'voice',
  name: 'Contact centre',
  address: '+11234567890',
  accountId: instanceArn,
  queueId: 'billing',
  settings: {
    queues: { '12345678-1234-1234-1234-12345678901b': 'Invoices' },
    agents: { '12345678-1234-1234-1234-12345678901a': 'Maya Lindt' },
  },
};

/** An event of Amazon Connect with some fields of its detail put otherwise; `undefined` leaves one out. */
export function contactEvent(name: string, detail: Readonly<Record<string, unknown>> = {}) {
  const file = new URL(`../../../support/payloads/amazon-connect/${name}.json`, import.meta.url);
  const event = JSON.parse(readFileSync(file, 'utf8'));
  return { ...event, detail: { ...event.detail, ...detail } };
}
