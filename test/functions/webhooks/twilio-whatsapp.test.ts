import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { create } from '#functions/webhooks/twilio-whatsapp/handler.ts';
import { signedTwilioRequest } from '#local/stand-ins/twilio-webhook.ts';
import { payload } from '#test/adapters/channels/twilio/twilio-examples.ts';
import { startIntake } from '#test/support/aws-environment.ts';
import { noon } from '#test/support/builders.ts';
import { aContext } from '#test/support/lambda.ts';

const publicUrl = 'https://parley.example';
const credentials = { accountSid: 'AC0123456789abcdef0123456789abcdef', authTokens: ['current', 'previous'] };
const inbound = Object.fromEntries(new URLSearchParams(payload('whatsapp-text')));

let intake: Awaited<ReturnType<typeof startIntake>>;
beforeEach(async () => {
  intake = await startIntake({ '/parley/connections/whatsapp-main': credentials });
});
afterEach(() => intake.stop());

function ask(params: Record<string, string>, signedPath = 'twilio-whatsapp') {
  const { headers, body } = signedTwilioRequest({
    url: `${publicUrl}/webhooks/${signedPath}/whatsapp-main`,
    params,
    authToken: 'current',
  });
  const environment = { INBOUND_QUEUE_URL: intake.queueUrl, SECRETS_PATH: '/parley', PUBLIC_URL: publicUrl };
  const event = {
    version: '2.0',
    rawQueryString: '',
    headers,
    pathParameters: { connectionId: 'whatsapp-main' },
    requestContext: { http: { method: 'POST' }, requestId: 'r1' },
    body,
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
  return create(environment, { now: () => new Date(noon) })(event, aContext());
}

describe('a WhatsApp webhook that Twilio signed', () => {
  it('is enqueued in the order of its sender, and answered with empty TwiML', async () => {
    expect(await ask(inbound)).toMatchObject({ statusCode: 200, headers: { 'content-type': 'text/xml' } });
    expect(await intake.enqueued()).toMatchObject([
      {
        envelope: { provider: 'twilio-whatsapp', connectionId: 'whatsapp-main', receivedAt: noon },
        group: 'whatsapp-main.whatsapp_+15555550101',
      },
    ]);
  });

  it('keeps the order of one message when it is a receipt', async () => {
    await ask(Object.fromEntries(new URLSearchParams(payload('whatsapp-status-read'))));
    expect((await intake.enqueued())[0]?.group).toBe('whatsapp-main.SMd5cfa9e002d043c18defc777668b08c1');
  });

  it('is refused when it was signed for the webhook of texts', async () => {
    expect(await ask(inbound, 'twilio-sms')).toStrictEqual({ statusCode: 401, body: '' });
    expect(await intake.enqueued()).toStrictEqual([]);
  });
});
