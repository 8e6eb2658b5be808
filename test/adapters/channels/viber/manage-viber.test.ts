import { describe, expect, it } from 'vitest';
import { createViberManager } from '#adapters/channels/viber/manage-viber.ts';
import { channelNeeds, json } from '#test/support/channel-needs.ts';
import { connection, credentials } from './viber-examples.ts';

const url = 'https://parley.example/webhooks/viber/viber-main';
const event_types = ['delivered', 'seen', 'failed', 'subscribed', 'unsubscribed', 'conversation_started', 'message'];
const account = {
  status: 0,
  status_message: 'ok',
  id: connection.accountId,
  name: 'account name',
  uri: 'uri',
  webhook: url,
  event_types,
};

function manager(answer: unknown) {
  const { needs, asked } = channelNeeds(connection, credentials, () => json(answer));
  return { asked, ...createViberManager(needs) };
}

describe('looking after a Viber bot', () => {
  it('is content when token and webhook work', async () => {
    const checks = await manager(account).check(connection);
    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['Authentication token', true],
      ['Webhook', true],
    ]);
  });

  it.each([
    {
      what: 'refuses the token',
      answer: { status: 2, status_message: 'invalidAuthToken' },
      says: /status 2 \(invalidAuthToken\)/,
    },
    { what: 'knows the token for another bot', answer: { ...account, id: 'pa:1' }, says: /pa:1/ },
    {
      what: 'sends webhooks elsewhere',
      answer: { ...account, webhook: 'https://old.example' },
      says: /does not send webhooks/,
    },
    {
      what: 'does not tell of reading',
      answer: { ...account, event_types: event_types.filter((type) => type !== 'seen') },
      says: /seen are not sent/,
    },
  ])('says so when Viber $what', async ({ answer, says }) => {
    const checks = await manager(answer).check(connection);
    expect(checks.find(({ ok }) => !ok)?.detail).toMatch(says);
  });

  it('registers the webhook with the kinds of events that Parley reads', async () => {
    const { register, asked } = manager({ status: 0, status_message: 'ok' });
    expect(await register?.(connection, url)).toMatchObject({ ok: true });
    expect(asked[0]).toMatchObject({ url: 'https://chatapi.viber.com/pa/set_webhook', body: { url, send_name: true } });
    expect(asked[0]?.headers.get('x-viber-auth-token')).toBe('current-token');
  });

  it('says so when Viber cannot reach the webhook', async () => {
    const check = await manager({ status: 1, status_message: 'invalidUrl' }).register?.(connection, url);
    expect(check).toMatchObject({ ok: false, detail: expect.stringMatching(/invalidUrl/) });
  });
});
