import type { LocalChannel, ProviderRequest, WebhookRequest } from '#local/channels/local-channel.ts';
import { textWebhook } from '#local/seed/simulate.ts';
import { type Answer, isRefusal, type Verdict } from './ask.ts';
import { challenges, forms, type SenderColumn, senderColumns, webhooks } from './other-expectations.ts';
import { canary, channels, otherOf } from './seed.ts';
import type { World } from './world.ts';

/** Sends what providers send: rightly signed, not signed, signed for somebody else. */

const isWebhook = (request: ProviderRequest): request is WebhookRequest => 'path' in request;

/** A request that the provider of a route would send for a first message. */
async function genuine(world: World, provider: string): Promise<WebhookRequest> {
  if (provider === 'twilio-sms') {
    const { url, request } = textWebhook(world.url, { from: '+15550100', text: 'Hello' });
    return { method: 'POST', path: new URL(url).pathname, headers: request.headers, body: request.body };
  }
  const channel = channels.find(({ connection }) => connection.provider === provider);
  const action = (channel as LocalChannel | undefined)?.actions?.[0];
  if (!channel || !action) throw new Error(`nobody plays a customer at ${provider}`);
  const { connection } = channel;
  const context = { now: new Date(), publicUrl: world.url, connection };
  const values = Object.fromEntries(action.fields.map(({ name, value }) => [name, value]));
  const sent: ProviderRequest[] = [];
  if (action.play)
    await action
      .play(values, {
        ...context,
        post: async (request) => {
          sent.push(request);
          return { status: 204, body: '' };
        },
      })
      .catch(() => undefined);
  else sent.push(...(await action.webhooks(values, context)));
  const request = sent.find(isWebhook);
  if (!request) throw new Error(`${provider} sends no webhook`);
  return request;
}

/** Only what says how to read the body. */
const unsigned = ({ headers, ...request }: WebhookRequest): WebhookRequest => ({
  ...request,
  path: request.path.replace(/\?.*$/, ''),
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => /^content-type$/i.test(name))),
});

/** One character of each signature is another. */
const forged = (request: WebhookRequest): WebhookRequest => ({
  ...request,
  headers: Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) =>
      /^content-type$|timestamp|^webhook-id$/i.test(name)
        ? [name, value]
        : [name, value.replace(/[A-Za-z0-9](?=[^A-Za-z0-9]*$)/, (last) => (last === 'A' ? 'B' : 'A'))],
    ),
  ),
});

const sentTo = (request: WebhookRequest, from: string, to: string): WebhookRequest => ({
  ...request,
  path: request.path.replace(`/${from}`, `/${to}`),
});

function asSent(column: SenderColumn, request: WebhookRequest, connectionId: string): WebhookRequest {
  switch (column) {
    case 'genuine':
      return request;
    case 'unsigned':
      return unsigned(request);
    case 'wrongly signed':
      return forged(request);
    case 'at another connection':
      return sentTo(request, connectionId, otherOf(connectionId));
    case 'at none':
      return sentTo(request, connectionId, 'gone');
  }
}

export async function checkWebhooks(world: World): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const [route, ...cells] of webhooks) {
    const provider = route.includes('/in-app/') ? 'in-app' : (route.split('/')[2] ?? '');
    const connectionId = channels.find(({ connection }) => connection.provider === provider)?.connection.id ?? '';
    const request = await genuine(world, provider);
    for (const [column, who] of senderColumns.entries()) {
      const { method = 'POST', path, headers, body } = asSent(who, request, connectionId);
      const answer: Answer = await world.ask({ method, path, headers, body });
      const cell = cells[column] ?? 401;
      const isRight = typeof cell === 'number' ? answer.status === cell : answer.status < 300;
      const leaks = isRefusal(answer.status) && answer.body.includes(canary);
      const wrong = isRight && !leaks ? undefined : `answered ${answer.status}: ${answer.body.slice(0, 200)}`;
      verdicts.push({
        group: 'webhooks',
        cell: `${who} ${route}`,
        expected: typeof cell === 'number' ? String(cell) : 'let in',
        wrong,
      });
    }
  }
  return [...verdicts, ...(await checkOpenOnes(world))];
}

/** What proves an address wants the secret that was agreed; a form that is not there is not there. */
async function checkOpenOnes(world: World): Promise<readonly Verdict[]> {
  return Promise.all(
    [...challenges, ...forms].map(async (route) => {
      const [method = '', path = ''] = route.split(' ');
      const wrongToken = '?hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1158201444';
      const { status, body } = await world.ask({
        method,
        path: `${path.replace('{connectionId}', 'gone')}${wrongToken}`,
      });
      const isOpened = status < 300 && method !== 'OPTIONS';
      const wrong = isOpened || body.includes('1158201444') ? `answered ${status}: ${body.slice(0, 100)}` : undefined;
      return { group: 'webhooks', cell: `nobody ${route} of none`, expected: '404', wrong };
    }),
  );
}
