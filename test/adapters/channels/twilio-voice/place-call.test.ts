import { describe, expect, it } from 'vitest';
import { placeCall } from '#adapters/channels/twilio-voice/place-call.ts';
import { verbsOf } from '#local/channels/twiml-tree.ts';
import { accountSid, callSid, connection, needsWith } from './voice-examples.ts';

const call = {
  connection,
  agentPhone: '+15550002001',
  customerPhone: '+15550100123',
  conversationId: 'c-7',
  agentId: 'maya',
};
const json = (status: number, body: unknown, headers = {}) => new Response(JSON.stringify(body), { status, headers });

describe('calling a customer', () => {
  it('rings the agent first, who reaches the customer by pressing 1', async () => {
    const world = needsWith(() => json(201, { sid: callSid, status: 'queued' }));
    expect(await placeCall(world.needs, call)).toEqual({ status: 'sent', providerId: callSid });
    const [asked] = world.asked;
    expect(asked).toMatchObject({
      method: 'POST',
      url: `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Calls.json`,
    });
    expect(asked?.headers.get('authorization')).toBe(
      `Basic ${Buffer.from(`${accountSid}:current`).toString('base64')}`,
    );
    const form = Object.fromEntries(new URLSearchParams(asked?.body));
    const webhook = 'https://parley.example/webhooks/twilio-voice/hotline';
    expect(form).toMatchObject({
      To: '+15550002001',
      From: '+15550001000',
      StatusCallback: `${webhook}?step=status&direction=out`,
    });
    const [gather, hangup] = verbsOf(form.Twiml ?? '');
    expect(gather?.attributes).toMatchObject({
      numDigits: '1',
      action: `${webhook}?step=connect&direction=out&to=15550100123&conversation=c-7&agent=maya`,
    });
    expect(hangup?.name).toBe('Hangup');
  });

  it.each([
    [
      'a country that is switched off',
      json(400, { code: 21_215 }),
      { status: 'failed', failure: { class: 'PERMISSION', code: '21215' } },
    ],
    ['a number that is not allowed', json(400, { code: 21_216 }), { status: 'failed', failure: { class: 'POLICY' } }],
    [
      'a number that is none',
      json(400, { code: 13_224 }),
      { status: 'failed', failure: { class: 'INVALID_RECIPIENT' } },
    ],
    ['a wrong token', json(401, { code: 20_003 }), { status: 'failed', failure: { class: 'AUTH' } }],
    ['an account without money', json(403, { code: 10_001 }), { status: 'failed', failure: { class: 'BILLING' } }],
    [
      'a code nobody knows',
      json(400, { code: 99_999 }),
      { status: 'failed', failure: { class: 'CONTENT_REJECTED', code: '99999' } },
    ],
    ['too many calls', json(429, { code: 20_429 }, { 'retry-after': '3' }), { status: 'retry', afterSeconds: 3 }],
    ['trouble at Twilio', json(503, {}), { status: 'ambiguous' }],
    ['an answer without an id', json(201, {}), { status: 'ambiguous' }],
  ])('tells of %s what it means', async (_, answer, outcome) => {
    expect(await placeCall(needsWith(() => answer).needs, call)).toMatchObject(outcome);
  });
});
