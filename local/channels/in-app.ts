import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { signedHeaders, signedId } from '#adapters/channels/in-app/standard-webhook.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { Field, LocalChannel, StandInAnswer, StandInContext, StandInRequest } from './local-channel.ts';

const backendHost = 'backend.parley.example';

const connection: Connection = {
  id: 'support-in-app',
  provider: 'in-app',
  channel: 'app',
  name: 'Our app',
  address: 'example.parley.app',
  queueId: 'billing',
  settings: { replyUrl: `https://${backendHost}/parley/answers` },
} as const;

const webhookSecret = (what: string): string => `whsec_${Buffer.from(what.padEnd(24, '.')).toString('base64')}`;
const messageSecret = webhookSecret('local messages');
const replySecret = webhookSecret('local answers');

const user: Field = { name: 'user', label: 'User', value: 'u-2001' };
const name: Field = { name: 'name', label: 'Name', value: 'Tomas Vik' };
const text: Field = { name: 'text', label: 'Text', value: 'The app says my card was refused', kind: 'long' };

const $Answer = z.object({
  type: z.literal('answer.written'),
  data: z.object({
    messageId: z.string(),
    user: z.object({ id: z.string() }),
    text: z.string(),
    files: z.array(z.object({ fileName: z.string() })),
  }),
});

/** The business's own server: takes answers that are signed, each id once. */
function backend({ headers, body }: StandInRequest, { noteSent, now }: StandInContext): StandInAnswer {
  const id = signedId([replySecret], { headers, body: body.toString(), now: now() });
  if (id === undefined) return { status: 401, body: { error: 'bad signature' } };
  const { success, data: answer } = $Answer.safeParse(JSON.parse(body.toString()));
  if (!success) return { status: 204, body: '' };
  const { user: to, text: written, files } = answer.data;
  const sent = { provider: 'in-app', id, to: to.id, text: written, status: 'delivered', at: now().toISOString() };
  noteSent({ ...sent, files: files.map(({ fileName }) => fileName) });
  return { status: 204, body: '' };
}

/** An app whose own server hands messages over and takes answers. */
export const inAppLocal: LocalChannel = {
  title: 'App',
  connection,
  credentials: {
    identifySecrets: [`local-app-identify-${'secret'.repeat(4)}`],
    messageSecrets: [messageSecret],
    replySecrets: [replySecret],
  },
  actions: [
    {
      id: 'message',
      label: 'Write',
      fields: [user, name, text],
      webhooks: (values, { now }) => {
        const body = JSON.stringify({ user: { id: values.user, name: values.name }, text: values.text });
        const signed = signedHeaders([messageSecret], { id: randomUUID(), body, now });
        const headers = { 'content-type': 'application/json', ...signed };
        return [{ path: `/in-app/${connection.id}/messages`, headers, body }];
      },
    },
  ],
  hosts: { [backendHost]: backend },
};
