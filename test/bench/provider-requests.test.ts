import type { APIGatewayProxyEventV2, SNSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { Provider } from '#domain/channels/channel.ts';
import { catalogue } from '#functions/catalogue.ts';
import { localChannels } from '#local/channels/channels.ts';
import type { ProviderRequest } from '#local/channels/local-channel.ts';
import { act, httpWake, wakeOf } from '../../bench/support/provider-requests.ts';

/** Providers without a webhook of their own. */
const entriesOfOthers: Partial<Record<Provider, string>> = {
  'in-app': 'chat-api',
  'google-play': 'poll-sources',
  'app-store': 'poll-sources',
  mastodon: 'poll-sources',
};

const now = new Date('2026-11-19T12:00:00.000Z');

describe('a request of a provider', () => {
  it('wakes the function of its route, with the form in base64 as API Gateway has it', () => {
    const { name, event } = httpWake({
      path: '/webhooks/twilio-sms/support-sms?a=1',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Twilio-Signature': 's' },
      body: 'Body=Hello',
    });
    expect(name).toBe('twilioSmsWebhook');
    expect(event).toMatchObject({
      rawPath: '/webhooks/twilio-sms/support-sms',
      rawQueryString: 'a=1',
      queryStringParameters: { a: '1' },
      pathParameters: { connectionId: 'support-sms' },
      headers: { 'x-twilio-signature': 's' },
      body: Buffer.from('Body=Hello').toString('base64'),
      isBase64Encoded: true,
      requestContext: { http: { method: 'POST' } },
    });
  });

  it('keeps JSON as it is, and a GET without a body', () => {
    const headers = { 'content-type': 'application/json' };
    const json = httpWake({ path: '/webhooks/line/support-line', headers, body: '{}' }).event as APIGatewayProxyEventV2;
    expect(json).toMatchObject({ body: '{}', isBase64Encoded: false });
    const get = httpWake({ method: 'GET', path: '/webhooks/web-form/support-web-form', headers: {}, body: '' });
    expect(get.name).toBe('webFormWebhook');
    expect(get.event).not.toHaveProperty('body');
  });

  it('wakes the subscriber of its topic', async () => {
    const { name, event } = await wakeOf({ topic: 'aws-sms', message: '{"a":1}' }, now);
    expect(name).toBe('awsSmsWebhook');
    expect((event as SNSEvent).Records[0]?.Sns.Message).toBe('{"a":1}');
  });

  it('is refused when no function serves it', () => {
    expect(() => httpWake({ path: '/nowhere', headers: {}, body: '' })).toThrow('no function serves POST /nowhere');
  });

  it.each(localChannels.filter(({ connection }) => connection.provider !== 'web-chat'))(
    'wakes the function of its provider when a customer acts at $title',
    async (channel) => {
      const requests: ProviderRequest[] = [];
      const post = async (request: ProviderRequest) => {
        requests.push(request);
        return { status: 200, body: '{}' };
      };
      await act(channel, { now, publicUrl: 'https://help.example.com', post });
      const woken = await Promise.all(requests.map((request) => wakeOf(request, now)));
      const { provider } = channel.connection;
      const entries: readonly string[] = woken.map(({ name }) => catalogue[name].entry);
      expect(entries).toContain(entriesOfOthers[provider] ?? `webhooks/${provider}`);
    },
  );
});
