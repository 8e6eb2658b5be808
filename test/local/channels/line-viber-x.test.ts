import { describe, expect, it } from 'vitest';
import { createLineManager } from '#adapters/channels/line/manage-line.ts';
import { createLineReader } from '#adapters/channels/line/read-line.ts';
import { createLineSender } from '#adapters/channels/line/send-line.ts';
import { isSignedByLine } from '#adapters/channels/line/signature.ts';
import type { Manager } from '#adapters/channels/manager.ts';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import { createViberManager } from '#adapters/channels/viber/manage-viber.ts';
import { createViberReader } from '#adapters/channels/viber/read-viber.ts';
import { createViberSender } from '#adapters/channels/viber/send-viber.ts';
import { isSignedByViber } from '#adapters/channels/viber/signature.ts';
import { $XCredentials } from '#adapters/channels/x/credentials.ts';
import { createXManager } from '#adapters/channels/x/manage-x.ts';
import { createXReader } from '#adapters/channels/x/read-x.ts';
import { createXSender } from '#adapters/channels/x/send-x.ts';
import { isSignedByX } from '#adapters/channels/x/signature.ts';
import type { SendMessage } from '#domain/channels/delivery.ts';
import type { ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import { lineLocal } from '#local/channels/line.ts';
import type { LocalChannel, Sent, WebhookRequest } from '#local/channels/local-channel.ts';
import { viberLocal } from '#local/channels/viber.ts';
import { xLocal } from '#local/channels/x.ts';
import { noon } from '#test/support/builders.ts';
import { anOutbound, channelNeeds, envelopeFor, png } from '#test/support/channel-needs.ts';

type Channel = {
  readonly local: LocalChannel;
  readonly reader: (needs: ChannelNeeds) => ReadEnvelope;
  readonly sender: (needs: ChannelNeeds) => SendMessage;
  readonly manager: (needs: ChannelNeeds) => Manager;
  readonly isGenuine: (request: WebhookRequest, credentials: never) => boolean;
  /** What each action comes to. */
  readonly kinds: Readonly<Record<string, string>>;
};

const secretsOf = (credentials: unknown) => $XCredentials.parse(credentials);
const channels: readonly Channel[] = [
  {
    local: lineLocal,
    reader: createLineReader,
    sender: createLineSender,
    manager: createLineManager,
    isGenuine: ({ body, headers }, { channelSecrets }: { channelSecrets: string[] }) =>
      isSignedByLine(Buffer.from(body), headers['x-line-signature'], channelSecrets),
    kinds: { edit: 'update', delete: 'update', block: 'consent', unblock: 'consent' },
  },
  {
    local: viberLocal,
    reader: createViberReader,
    sender: createViberSender,
    manager: createViberManager,
    isGenuine: ({ body, headers }, { authTokens }: { authTokens: string[] }) =>
      isSignedByViber(Buffer.from(body), headers['x-viber-content-signature'], authTokens),
    kinds: { open: 'dropped', subscribe: 'consent', unsubscribe: 'consent' },
  },
  {
    local: xLocal,
    reader: createXReader,
    sender: createXSender,
    manager: createXManager,
    isGenuine: ({ body, headers }, credentials) =>
      isSignedByX({ body: Buffer.from(body), headers }, secretsOf(credentials)),
    kinds: { read: 'receipt' },
  },
];

/** The adapters, with the stand-in for an Internet. */
function played({ local, ...channel }: Channel) {
  const sent: Sent[] = [];
  const calledBack: WebhookRequest[] = [];
  const context = {
    callBack: (request: unknown) => void calledBack.push(request as WebhookRequest),
    noteSent: (one: Sent) => void sent.push(one),
    now: () => new Date(noon),
    publicUrl: 'https://parley.example',
  };
  const { needs } = channelNeeds(local.connection, local.credentials);
  const fetchFromStandIn: typeof fetch = async (input, { method = 'GET', headers, body } = {}) => {
    const { host, pathname, searchParams } = new URL(String(input));
    const request = {
      method,
      path: pathname,
      query: searchParams,
      headers: Object.fromEntries(new Headers(headers)),
      body: Buffer.from(String(body ?? '')),
    };
    const answer = await local.hosts?.[host]?.(request, context);
    if (!answer) throw new TypeError(`nobody plays ${host}`);
    const raw =
      typeof answer.body === 'string' || Buffer.isBuffer(answer.body) ? answer.body : JSON.stringify(answer.body);
    return new Response(typeof raw === 'string' ? raw : new Uint8Array(raw), { status: answer.status });
  };
  const all = { ...needs, fetch: fetchFromStandIn };
  return {
    sent,
    calledBack,
    needs: all,
    read: channel.reader(all),
    send: channel.sender(all),
    manager: channel.manager(all),
  };
}

async function webhooksOf({ connection, actions }: LocalChannel, id: string): Promise<readonly WebhookRequest[]> {
  const action = actions.find((one) => one.id === id);
  const values = Object.fromEntries((action?.fields ?? []).map(({ name, value }) => [name, value || '325708']));
  const requests = await action?.webhooks(values, { now: new Date(noon), publicUrl: '', connection });
  return (requests ?? []).filter((request) => 'path' in request);
}

describe.each(channels)('$local.title, as the local system plays it', (channel) => {
  const { local, kinds } = channel;

  it.each(local.actions.map(({ id }) => id))('a customer can: %s', async (id) => {
    const [request, ...others] = await webhooksOf(local, id);
    if (!request) throw new Error('the action sends no webhook');
    expect(others).toEqual([]);
    expect(request.path).toBe(`/webhooks/${local.connection.provider}/${local.connection.id}`);
    expect(channel.isGenuine(request, local.credentials as never)).toBe(true);
    const items = await played(channel).read(envelopeFor(local.connection, request.body));
    expect(items.map(({ kind }) => kind)).toEqual([kinds[id] ?? 'message']);
  });

  it('a picture arrives as one', async () => {
    const [request] = await webhooksOf(local, 'picture');
    const [item] = await played(channel).read(envelopeFor(local.connection, request?.body ?? ''));
    expect(item).toMatchObject({ message: { attachments: [{ contentType: 'image/png', bytes: png.byteLength }] } });
  });

  it('an answer reaches the customer, and receipts name it', async () => {
    const { send, sent, calledBack, read } = played(channel);
    const outcome = await send(anOutbound(local.connection, { to: '4242' }));
    expect(sent).toMatchObject([{ to: '4242', text: 'It is on its way.' }]);
    expect(outcome).toEqual({ status: 'sent', providerId: sent[0]?.id });
    for (const { body } of calledBack) {
      const [item] = await read(envelopeFor(local.connection, body));
      expect(item).toMatchObject(
        item?.kind === 'receipt' ? { receipt: { providerId: sent[0]?.id } } : { sent: { providerId: sent[0]?.id } },
      );
    }
  });

  it('a picture reaches the customer', async () => {
    const { needs, send, sent } = played(channel);
    await needs.files.put({ key: 'a', contentType: 'image/png', body: png });
    const picture = { id: 'a', fileName: 'a.png', contentType: 'image/png', bytes: png.byteLength, key: 'a' };
    expect(
      await send(anOutbound(local.connection, { to: '4242', messageId: 'm-2', text: '', attachments: [picture] })),
    ).toMatchObject({
      status: 'sent',
    });
    expect(sent[0]?.files).toHaveLength(1);
  });

  it('the connection is found healthy', async () => {
    const checks = await played(channel).manager.check(local.connection);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('wrong credentials are refused', async () => {
    const { needs } = played(channel);
    const wrong = JSON.stringify(local.credentials).replaceAll('local', 'wrong');
    const outcome = await channel.sender({ ...needs, secret: async () => wrong })(
      anOutbound(local.connection, { to: '4242' }),
    );
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: 'AUTH' } });
  });
});
