import { describe, expect, it } from 'vitest';
import { splitAwsWhatsApp } from '#adapters/channels/aws-whatsapp/split.ts';
import { $MetaCredentials } from '#adapters/channels/meta/credentials.ts';
import { isSignedByMeta } from '#adapters/channels/meta/signature.ts';
import { createMetaWhatsAppManager } from '#adapters/channels/meta-whatsapp/manage-meta-whatsapp.ts';
import { createMetaWhatsAppReader } from '#adapters/channels/meta-whatsapp/read-meta-whatsapp.ts';
import { createMetaWhatsAppSender } from '#adapters/channels/meta-whatsapp/send-meta-whatsapp.ts';
import { splitWhatsApp } from '#adapters/channels/meta-whatsapp/split.ts';
import { listWhatsAppTemplates } from '#adapters/channels/meta-whatsapp/templates.ts';
import { awsWhatsAppLocal } from '#local/channels/aws-whatsapp.ts';
import type { ProviderRequest, Sent, StandInContext } from '#local/channels/local-channel.ts';
import { metaWhatsAppLocal } from '#local/channels/meta-whatsapp.ts';
import { anOutbound, needsWith } from '#test/adapters/channels/meta-whatsapp/whatsapp-examples.ts';

const { connection, hosts = {} } = metaWhatsAppLocal;
const credentials = $MetaCredentials.parse(metaWhatsAppLocal.credentials);
const now = new Date('2026-11-22T12:00:00.000Z');
const publicUrl = 'https://parley.example';

/** A connection to the stand-in, in place of Meta. */
function atStandIn() {
  const sent: Sent[] = [];
  const calledBack: ProviderRequest[] = [];
  const context: StandInContext = {
    callBack: (request) => void calledBack.push(request),
    noteSent: (one) => void sent.push(one),
    now: () => now,
    publicUrl,
  };
  const fetchStandIn: typeof fetch = async (input, init = {}) => {
    const url = new URL(String(input));
    const headers = Object.fromEntries(new Headers(init.headers));
    const body = Buffer.from(String(init.body ?? ''));
    const request = { method: init.method ?? 'GET', path: url.pathname, query: url.searchParams, headers, body };
    const answer = await hosts[url.hostname]?.(request, context);
    const said = answer?.body;
    const text = Buffer.isBuffer(said) ? new Uint8Array(said) : JSON.stringify(said ?? '');
    return new Response(text, { status: answer?.status ?? 404 });
  };
  const { needs } = needsWith(undefined, connection);
  return {
    needs: { ...needs, fetch: fetchStandIn, secret: async () => JSON.stringify(credentials), publicUrl },
    sent,
    calledBack,
  };
}

const webhookOf = (request: ProviderRequest | undefined) => {
  if (!request || !('path' in request)) throw new Error('this is no webhook');
  return request;
};

const read = (body: string) =>
  createMetaWhatsAppReader(atStandIn().needs)({
    provider: 'meta-whatsapp',
    connectionId: connection.id,
    receivedAt: now.toISOString(),
    contentType: 'application/json',
    body,
    encoding: 'utf8',
  });

const valuesOf = (fields: readonly { readonly name: string; readonly value: string }[]) => ({
  ...Object.fromEntries(fields.map(({ name, value }) => [name, value])),
  wamid: 'wamid.1',
});

describe('what customers do in WhatsApp on the local system', () => {
  it.each(metaWhatsAppLocal.actions.map((action) => [action.id, action] as const))(
    '%s is a webhook that Parley takes for genuine and can read',
    async (_, action) => {
      const [request] = await action.webhooks(valuesOf(action.fields), { now, publicUrl, connection });
      const { path, headers, body } = webhookOf(request);
      const signature = headers['x-hub-signature-256'];
      expect(path).toBe('/webhooks/meta-whatsapp/support-meta-whatsapp');
      expect(isSignedByMeta({ body: Buffer.from(body), signature, appSecrets: credentials.appSecrets })).toBe(true);
      const [piece] = splitWhatsApp(Buffer.from(body));
      const items = await read(piece?.body ?? '');
      expect(items.map(({ kind }) => kind)).not.toContain('unreadable');
      expect(items).toHaveLength(1);
    },
  );

  it('brings a picture that can be copied from where Meta keeps it', async () => {
    const picture = metaWhatsAppLocal.actions.find(({ id }) => id === 'picture');
    const [request] = (await picture?.webhooks({ from: '4915', text: 'Look' }, { now, publicUrl, connection })) ?? [];
    expect(await read(webhookOf(request).body)).toMatchObject([
      { message: { attachments: [{ contentType: 'image/png' }] } },
    ]);
  });

  it.each(awsWhatsAppLocal.actions.map((action) => [action.id, action] as const))(
    '%s is told by AWS in its own envelope',
    async (_, action) => {
      const context = { now, publicUrl, connection: awsWhatsAppLocal.connection };
      const [request] = await action.webhooks(valuesOf(action.fields), context);
      expect(request).toMatchObject({ topic: 'aws-whatsapp' });
      const [piece] = splitAwsWhatsApp(request && 'topic' in request ? request.message : '');
      expect(piece?.about).toMatch(/^321010217760100:/);
    },
  );
});

describe('the stand-in for Meta', () => {
  it('takes a message, notes it, and reports how it fared', async () => {
    const { needs, sent, calledBack } = atStandIn();
    const outcome = await createMetaWhatsAppSender(needs)(anOutbound({ connectionId: connection.id }));
    expect(outcome).toMatchObject({ status: 'sent', providerId: sent[0]?.id });
    expect(sent).toMatchObject([{ to: '+16505551234', text: 'It is on its way' }]);
    const receipts = await Promise.all(calledBack.map((request) => read(webhookOf(request).body)));
    expect(receipts.flat()).toMatchObject(
      ['sent', 'delivered', 'read'].map((status) => ({
        receipt: { status, about: { conversationId: 'c1', messageId: 'm1' } },
      })),
    );
  });

  it.each([
    ['+4915100000047', 'OUTSIDE_WINDOW'],
    ['+4915100000026', 'INVALID_RECIPIENT'],
  ])('reports that a message to %s failed as %s', async (to, failureClass) => {
    const { needs, calledBack } = atStandIn();
    await createMetaWhatsAppSender(needs)(anOutbound({ connectionId: connection.id, to }));
    expect(await read(webhookOf(calledBack[0]).body)).toMatchObject([
      { receipt: { status: 'failed', failure: { class: failureClass } } },
    ]);
  });

  it('refuses what Meta refuses', async () => {
    const { needs, sent } = atStandIn();
    const send = createMetaWhatsAppSender(needs);
    expect(await send(anOutbound({ connectionId: connection.id, text: 'x'.repeat(4097) }))).toMatchObject({
      failure: { class: 'CONTENT_REJECTED', code: '100' },
    });
    const secret = async () => JSON.stringify({ ...credentials, accessToken: 'another' });
    expect(
      await createMetaWhatsAppSender({ ...needs, secret })(anOutbound({ connectionId: connection.id })),
    ).toMatchObject({
      failure: { class: 'AUTH', code: '190' },
    });
    expect(sent).toEqual([]);
  });

  it('passes every check and has templates', async () => {
    const { needs } = atStandIn();
    const checks = await createMetaWhatsAppManager(needs).check(connection);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(await listWhatsAppTemplates(needs, connection)).toMatchObject([{ name: 'order_update' }]);
  });

  it('leaves requests about other accounts to others at the same host', async () => {
    const graph = hosts['graph.facebook.com'];
    const request = { method: 'GET', path: '/v26.0/me', query: new URLSearchParams(), headers: {}, body: Buffer.of() };
    const context = { callBack: () => undefined, noteSent: () => undefined, now: () => now, publicUrl };
    expect(await graph?.(request, context)).toBeUndefined();
  });
});
