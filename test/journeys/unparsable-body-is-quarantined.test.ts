import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '#domain/channels/channel.ts';
import type { QuarantineEntry } from '#functions/agent-api/contract.ts';
import { twilioAccount } from '#local/seed/accounts.ts';
import { signedTwilioRequest } from '#local/stand-ins/twilio-webhook.ts';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { detailOf, eventually, findRow, get, post, put } from './journey.ts';

describe('a genuinely signed body that cannot be placed', () => {
  let system: LocalSystem;
  const entries = async (): Promise<readonly QuarantineEntry[]> =>
    (await get<{ items: QuarantineEntry[] }>(system, 'rita', '/v1/quarantine')).body.items;

  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  it('is accepted, kept whole with the reason, and placed after the fix', async () => {
    const connection = (await get<{ items: Connection[] }>(system, 'ada', '/v1/connections')).body.items.find(
      ({ id }) => id === 'support-sms',
    );
    if (!connection) throw new Error('the local system has the connection support-sms');
    const { id: _id, ...fields } = connection;
    await put(system, 'ada', { path: '/v1/connections/support-sms', body: { ...fields, address: '+15559999999' } });
    await eventually('the changed connection is in force', async () => {
      await system.sendSms({ from: '+15550180', text: 'Placed after the fix, ref 8180' });
      return (await entries()).length > 0;
    });
    const [entry] = await entries();
    expect(entry?.reason).toMatch(/number of connection support-sms/);
    expect(Buffer.from(entry?.bodyBase64 ?? '', 'base64').toString()).toContain('ref+8180');

    await put(system, 'ada', { path: '/v1/connections/support-sms', body: fields });
    const placed = await eventually(
      'it is placed',
      async () => {
        await post(system, 'rita', { path: `/v1/quarantine/${entry?.id}/retry` });
        return (await entries()).find((one) => one.id === entry?.id && one.placedAt !== undefined);
      },
      30_000,
    );
    expect(placed.placedAt).toBeDefined();
    const { id } = await findRow(system, 'ref 8180');
    expect((await detailOf(system, id)).events[1]?.type).toBe('MessageReceived');
  });

  it('cannot be parsed at all: kept with its bytes, and only supervisors see it', async () => {
    const url = `${system.url}/webhooks/twilio-sms/support-sms`;
    const params = { Nonsense: 'yes' };
    const request = signedTwilioRequest({ url, params, authToken: twilioAccount.authToken });
    expect((await fetch(url, { ...request, headers: { ...request.headers } })).status).toBe(200);
    const entry = await eventually('it is in quarantine', async () =>
      (await entries()).find((one) => Buffer.from(one.bodyBase64, 'base64').toString().includes('Nonsense')),
    );
    expect(entry.attempts).toBeGreaterThanOrEqual(1);
    expect((await get(system, 'maya', '/v1/quarantine')).status).toBe(403);
  });
});
