import { formToken } from '#adapters/channels/web-form/form-token.ts';
import { idFrom } from '#adapters/ids.ts';
import { serveForm } from '#functions/webhooks/web-form/serve-form.ts';
import { webFormLocal } from '#local/channels/web-form.ts';
import { webhookEvent } from '#test/support/channel-needs.ts';
import { memoryCounts } from '#test/support/chat-world.ts';
import { now, publicUrl } from './doors.ts';

const key = 'k'.repeat(40);
const connection = { ...webFormLocal.connection, id: 'contact' };

export const filledIn = {
  name: 'Grace Field',
  email: 'grace@customer.example',
  topic: 'An invoice',
  message: 'My invoice is in the wrong name.',
  privacy: 'on',
  form_token: formToken(key, 'contact', { at: new Date(now.getTime() - 10_000), nonce: 'showing-1' }),
};

export type FormSent = {
  readonly body: string;
  readonly contentType?: string;
  readonly ip?: string;
  readonly method?: string;
  readonly query?: string;
  readonly cookies?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
};

/** A form of one's own page, behind it the counts of one hour. */
export function aForm() {
  const enqueued: unknown[] = [];
  const needs = {
    connections: { get: async (id: string) => (id === 'contact' ? connection : undefined) },
    secret: async () => JSON.stringify({ signingKeys: [key] }),
    countOne: memoryCounts(() => now),
    inbound: async (message: unknown) => void enqueued.push(message),
    fetch: () => Promise.reject(new Error('nobody is asked')),
    publicUrl,
    nonce: () => 'another-showing',
    idFrom,
    now: () => now,
  };
  const send = async ({ body, contentType = 'application/x-www-form-urlencoded', ip, cookies, ...more }: FormSent) => {
    const headers = { 'content-type': contentType, accept: 'application/json', ...more.headers };
    const event = webhookEvent({ path: '/webhooks/web-form/contact', ...more, headers, body });
    const http = { ...event.requestContext.http, sourceIp: ip ?? '198.51.100.1' };
    const requestContext = { ...event.requestContext, http };
    return serveForm(needs, { ...event, requestContext, ...(cookies ? { cookies: [...cookies] } : {}) });
  };
  return { enqueued, send };
}
