import { describe, expect, it } from 'vitest';
import { placeCall } from '#adapters/channels/twilio-voice/place-call.ts';
import { createTwilioVoiceReader } from '#adapters/channels/twilio-voice/read-twilio-voice.ts';
import { $VoiceSettings } from '#domain/voice/settings.ts';
import { amazonConnectLocal } from '#local/channels/amazon-connect.ts';
import type { ProviderRequest, Sent, StandInContext } from '#local/channels/local-channel.ts';
import { twilioVoiceLocal } from '#local/channels/twilio-voice.ts';
import { twilioVoiceApi } from '#local/channels/twilio-voice-api.ts';
import { verbsOf } from '#local/channels/twiml-tree.ts';
import { anEnvelope, form, needsWith, recordingSid } from '#test/adapters/channels/twilio-voice/voice-examples.ts';
import { noon } from '#test/support/builders.ts';

const { connection, credentials } = twilioVoiceLocal;

/** The stand-in behind the port that adapters reach Twilio by. */
function standIn() {
  const calledBack: ProviderRequest[] = [];
  const sent: Sent[] = [];
  const context: StandInContext = {
    callBack: (request) => void calledBack.push(request),
    noteSent: (one) => void sent.push(one),
    now: () => new Date(noon),
    publicUrl: 'https://parley.example',
  };
  const { needs } = needsWith(undefined, connection);
  const fetchStandIn: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname, searchParams } = new URL(request.url);
    const { status, body } = twilioVoiceApi(
      {
        method: request.method,
        path: pathname,
        query: searchParams,
        headers: Object.fromEntries(request.headers),
        body: Buffer.from(await request.arrayBuffer()),
      },
      context,
    );
    if (status === 204) return new Response(null, { status });
    return new Response(Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body), { status });
  };
  const secret = async () => JSON.stringify(credentials);
  return { needs: { ...needs, secret, fetch: fetchStandIn }, calledBack, sent };
}

describe('the stand-in for Twilio’s voice', () => {
  it('has recordings that can be played, once', async () => {
    const { needs } = standIn();
    const accountSid = connection.accountId ?? '';
    const url = `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Recordings/${recordingSid}`;
    const body = form('recording-completed', { AccountSid: accountSid, RecordingUrl: url });
    const read = (own = needs) =>
      createTwilioVoiceReader(own)(anEnvelope(body, 'step=recording', { connectionId: connection.id }));
    expect(await read()).toMatchObject([
      { update: { change: { attachments: [{ contentType: 'audio/wav', bytes: 16_044 }] } } },
    ]);
    await expect(read({ ...needs, files: { ...needs.files, get: async () => undefined } })).rejects.toThrow('no more');
  });

  it('makes calls and tells how they went', async () => {
    const { needs, calledBack, sent } = standIn();
    const call = { connection, agentPhone: '+15550002001', customerPhone: '+15550103000', conversationId: 'c-7' };
    expect(await placeCall(needs, call)).toMatchObject({ status: 'sent', providerId: sent[0]?.id });
    expect(sent).toMatchObject([{ to: '+15550103000' }]);
    const paths = calledBack.map((request) => ('path' in request ? request.path : ''));
    expect(paths.map((path) => new URLSearchParams(path.split('?')[1]).get('step'))).toEqual(['leg', 'status']);
    const [leg] = calledBack;
    const envelope = anEnvelope(leg && 'body' in leg ? leg.body : '', paths[0]?.split('?')[1], {
      connectionId: connection.id,
    });
    expect(await createTwilioVoiceReader(needs)(envelope)).toMatchObject([
      {
        update: { providerId: sent[0]?.id, change: { call: { direction: 'out', outcome: 'answered' } } },
      },
    ]);
  });

  it('refuses to call what is no phone number', async () => {
    const call = { connection, agentPhone: 'maya', customerPhone: '+15550103000', conversationId: 'c-7' };
    expect(await placeCall(standIn().needs, call)).toMatchObject({ status: 'failed', failure: { code: '21211' } });
  });

  it('lets nobody in with other credentials', async () => {
    const { needs } = standIn();
    const other = {
      ...needs,
      secret: async () => JSON.stringify({ ...(credentials as object), authTokens: ['guessed'] }),
    };
    const call = { connection, agentPhone: '+15550002001', customerPhone: '+15550103000', conversationId: 'c-7' };
    expect(await placeCall(other, call)).toMatchObject({ status: 'failed', failure: { class: 'AUTH' } });
  });
});

describe('TwiML as the stand-in reads it', () => {
  it('has verbs with attributes, text and verbs inside', () => {
    const twiml =
      '<?xml version="1.0"?><Response><Gather action="https://x/?a=1&amp;b=2"><Say>a &lt; b</Say><Say>c</Say></Gather><Hangup/></Response>';
    expect(verbsOf(twiml)).toMatchObject([
      { name: 'Gather', attributes: { action: 'https://x/?a=1&b=2' }, inside: [{ text: 'a < b' }, { text: 'c' }] },
      { name: 'Hangup', inside: [] },
    ]);
    expect(verbsOf('<?xml version="1.0"?><Response/>')).toEqual([]);
  });
});

describe('the local phone numbers', () => {
  it('have settings that administrators could have written', () => {
    expect($VoiceSettings.safeParse(connection.settings).success).toBe(true);
  });

  it('ring through Amazon Connect too: the flow is asked first, then the end is told', async () => {
    const asked: ProviderRequest[] = [];
    const [action] = amazonConnectLocal.actions;
    await action?.play?.(
      { from: '+15550104000', outcome: 'answered' },
      {
        now: new Date(noon),
        publicUrl: '',
        connection: amazonConnectLocal.connection,
        post: async (request) => {
          asked.push(request);
          return { status: 200, body: JSON.stringify({ customerId: '+15550104000' }) };
        },
      },
    );
    expect(asked).toMatchObject([
      { function: 'contactFlow' },
      {
        function: 'amazonConnectWebhook',
        event: { detail: { eventType: 'DISCONNECTED', customerId: '+15550104000' } },
      },
      { function: 'amazonConnectWebhook', event: { detail: { eventType: 'COMPLETED' } } },
    ]);
  });
});
