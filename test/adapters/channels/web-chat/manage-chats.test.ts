import { describe, expect, it } from 'vitest';
import { createInAppManager } from '#adapters/channels/in-app/manage-in-app.ts';
import { createWebChatManager } from '#adapters/channels/web-chat/manage-web-chat.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { channelNeeds } from '#test/support/channel-needs.ts';
import { aChatConnection } from '#test/support/chat.ts';

const webhookSecret = `whsec_${Buffer.from('the secret of an app, for tests').toString('base64')}`;
const identifySecrets = ['a secret of the shop, long enough for HS256'];
const verdicts = (checks: readonly { readonly name: string; readonly ok: boolean }[]) =>
  Object.fromEntries(checks.map(({ name, ok }) => [name, ok]));

describe('checking a live chat', () => {
  const check = (connection: Connection, credentials: unknown) =>
    createWebChatManager(channelNeeds(connection, credentials).needs).check(connection);

  it('finds nothing wrong with one that is set up', async () => {
    const connection = aChatConnection({ settings: { allowedOrigins: ['https://shop.example'] } });
    expect(verdicts(await check(connection, { identifySecrets }))).toStrictEqual({
      'Signed-in visitors': true,
      'Allowed sites': true,
    });
  });

  it.each([
    ['a secret too short', {}, { identifySecrets: ['short'] }, 'Signed-in visitors'],
    ['no site', {}, { identifySecrets }, 'Allowed sites'],
    ['an address with a path for a site', { allowedOrigins: ['https://shop.example/'] }, {}, 'Allowed sites'],
  ])('tells of %s', async (_what, settings, ...[credentials, name]) => {
    expect(verdicts(await check(aChatConnection({ settings }), credentials))).toMatchObject({ [String(name)]: false });
  });

  it('tells when the mail connection is none', async () => {
    const connection = aChatConnection({ settings: { emailConnectionId: 'support-web-chat' } });
    expect(verdicts(await check(connection, undefined))).toMatchObject({ Mail: false });
  });
});

describe('checking an app', () => {
  const settings = { replyUrl: 'https://backend.shop.example/answers' };
  const connection = aChatConnection({ id: 'our-app', provider: 'in-app', channel: 'app', settings });
  const credentials = { identifySecrets, messageSecrets: [webhookSecret], replySecrets: [webhookSecret] };

  it.each([
    [204, true],
    [500, false],
  ])('pings the server, signed, which answers %i', async (status, ok) => {
    const { needs, asked } = channelNeeds(connection, credentials, () => new Response(null, { status }));
    expect(verdicts(await createInAppManager(needs).check(connection))).toMatchObject({ 'Answers to the server': ok });
    expect(asked[0]?.body).toMatchObject({ type: 'ping', data: { connectionId: 'our-app' } });
    expect(asked[0]?.headers.get('webhook-signature')).toMatch(/^v1,/);
  });

  it('tells when the server cannot be reached, or there is nothing to sign with', async () => {
    const silent = channelNeeds(connection, credentials, () => Promise.reject(new TypeError('fetch failed')));
    expect(verdicts(await createInAppManager(silent.needs).check(connection))).toMatchObject({
      'Answers to the server': false,
    });
    const unsigned = channelNeeds(connection, { identifySecrets });
    expect(verdicts(await createInAppManager(unsigned.needs).check(connection))).toMatchObject({
      'Answers to the server': false,
    });
    expect(unsigned.asked).toHaveLength(0);
  });
});
