import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { z } from 'zod';
import type { Connection } from '#domain/channels/channel.ts';
import type { Field, LocalChannel, ProviderRequest } from './local-channel.ts';

const connection: Connection = {
  id: 'support-web-chat',
  provider: 'web-chat',
  channel: 'chat',
  name: 'Shop chat',
  address: 'www.parley.example',
  queueId: 'billing',
  settings: {
    allowedOrigins: ['https://www.parley.example'],
    greeting: 'Hello! What can we do for you?',
    emailConnectionId: 'support-mail',
    offlineForm: { fields: [{ name: 'order', label: 'Order number' }] },
  },
};

const identifySecret = `local-identify-${'secret'.repeat(4)}`;

const visitor: Field = { name: 'visitor', label: 'Customer number', value: 'k-1001' };
const name: Field = { name: 'name', label: 'Name', value: 'Ines Rocha' };
const text: Field = { name: 'text', label: 'Text', value: 'Hi, can I still change my order?', kind: 'long' };

type Values = Readonly<Record<string, string>>;

/** What the business's own site signs for somebody who is signed in there. */
export const identifyToken = (
  secret: string,
  { id, name, email, now }: { readonly id: string; readonly name: string; readonly email: string; readonly now: Date },
): Promise<string> =>
  new SignJWT({ name, email, email_verified: true })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(id)
    .setExpirationTime(Math.floor(now.getTime() / 1000) + 3600)
    .sign(new TextEncoder().encode(secret));

const $Session = z.object({ token: z.string() });

/** Opens a session first, as the page does. */
async function message(values: Values, { now, publicUrl }: { readonly now: Date; readonly publicUrl: string }) {
  const { visitor: id = '', name = '' } = values;
  const identify = await identifyToken(identifySecret, { id, name, email: `${id}@customers.example`, now });
  const headers = { 'content-type': 'application/json' };
  const page = 'https://www.parley.example/orders';
  const path = `/chat/${connection.id}`;
  const body = JSON.stringify({ identify, page });
  const started = await fetch(`${publicUrl}${path}/sessions`, { method: 'POST', headers, body });
  const { token } = $Session.parse(await started.json());
  const request: ProviderRequest = {
    path: `${path}/messages`,
    headers: { ...headers, authorization: `Bearer ${token}` },
    body: JSON.stringify({ id: randomUUID(), text: values.text, page }),
  };
  return [request];
}

/** Live chat. Parley is the provider itself, so there is nothing to stand in for; the page is at /chat. */
export const webChatLocal: LocalChannel = {
  title: 'Live chat',
  connection,
  credentials: { identifySecrets: [identifySecret] },
  actions: [{ id: 'message', label: 'Write', fields: [visitor, name, text], webhooks: message }],
};
