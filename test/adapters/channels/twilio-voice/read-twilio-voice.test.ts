import { describe, expect, it } from 'vitest';
import { createTwilioVoiceReader } from '#adapters/channels/twilio-voice/read-twilio-voice.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { noon } from '#test/support/builders.ts';
import { anEnvelope, callSid, connection, form, needsWith, recordingSid } from './voice-examples.ts';

const wav = Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt ', 'latin1');
const read = (body: string, query = '', world = needsWith()) =>
  createTwilioVoiceReader(world.needs)(anEnvelope(body, query));

describe('the end of a call', () => {
  it('is a message that says how it went, and says it again to correct a status that was faster', async () => {
    const call = {
      kind: 'call',
      direction: 'in',
      outcome: 'answered',
      durationSeconds: 192,
      menu: 'Invoices',
      answeredBy: 'Maya',
    };
    const [message, update] = await read(form('dial-completed'), 'step=dialled&outcome=answered&menu=Invoices&by=Maya');
    expect(message).toEqual({
      kind: 'message',
      message: {
        channel: 'voice',
        connectionId: 'hotline',
        providerId: callSid,
        sender: { address: '+15550100123', verified: true },
        sentAt: noon,
        text: 'Call of 3 min 12 s, answered by Maya (Invoices)',
        attachments: [],
        parts: [call],
      },
    });
    expect(update).toMatchObject({
      kind: 'update',
      update: { providerId: callSid, updateId: `${callSid}:answered`, change: { what: 'extended', call } },
    });
  });

  it.each([
    ['completed', 'abandoned'],
    ['no-answer', 'abandoned'],
    ['failed', 'failed'],
  ])('without a step is told by the status %s: %s, at the time that Twilio tells', async (CallStatus, outcome) => {
    expect(await read(form('status-completed', { CallStatus }), 'step=status')).toMatchObject([
      { kind: 'message', message: { sentAt: '2018-11-02T10:52:29.000Z', parts: [{ outcome }] } },
    ]);
  });

  it.each(['ringing', 'in-progress', 'queued', 'something new', undefined])('is not %s', async (CallStatus) => {
    expect(await read(form('status-completed', { CallStatus }))).toEqual([
      { kind: 'dropped', rule: 'twilio-voice-progress' },
    ]);
  });

  it.each(['+266696687', 'anonymous', 'Restricted', ''])(
    'of a caller who hides the number (%s) names nobody',
    async (From) => {
      expect(await read(form('status-completed', { From }))).toMatchObject([
        { message: { sender: { address: 'anonymous', scope: callSid, verified: false } } },
      ]);
    },
  );

  it('from a telephone system has the name it gives, vouched for by nobody', async () => {
    const From = 'sip:200@pbx.example';
    expect(await read(form('status-completed', { From }))).toMatchObject([
      { message: { sender: { address: From, verified: false } } },
    ]);
  });
});

describe('a call that we made', () => {
  const query = 'step=leg&direction=out&conversation=c-7&by=Maya';

  it.each([
    ['busy', '0', 'missed'],
    ['no-answer', '0', 'missed'],
    ['failed', '0', 'failed'],
    ['completed', '75', 'answered'],
  ])('and that was %s is told by the leg of the customer', async (CallStatus, CallDuration, outcome) => {
    expect(await read(form('leg-busy', { CallStatus, CallDuration }), query)).toMatchObject([
      {
        kind: 'update',
        update: { providerId: callSid, change: { what: 'extended', call: { direction: 'out', outcome } } },
      },
    ]);
  });

  it.each([
    [form('leg-busy', { CallStatus: 'ringing' }), query, 'twilio-voice-progress'],
    [form('status-completed'), 'step=status&direction=out', 'twilio-voice-agent-leg'],
  ])('says nothing while it goes on, nor of the leg of the agent', async (body, asked, rule) => {
    expect(await read(body, asked)).toEqual([{ kind: 'dropped', rule }]);
  });
});

describe('a recording', () => {
  const completed = form('recording-completed');
  const twilio = () =>
    needsWith(({ method }) => (method === 'DELETE' ? new Response(null, { status: 204 }) : new Response(wav)));

  it('is copied with our credentials, deleted at Twilio, and added to its call', async () => {
    const world = twilio();
    const key = `media/hotline/${recordingSid}`;
    expect(await read(completed, 'step=recording', world)).toEqual([
      {
        kind: 'update',
        update: {
          connectionId: 'hotline',
          providerId: callSid,
          updateId: recordingSid,
          at: noon,
          by: 'customer',
          change: {
            what: 'extended',
            attachments: [
              { id: recordingSid, fileName: 'voicemail.wav', contentType: 'audio/wav', bytes: wav.byteLength, key },
            ],
          },
        },
      },
    ]);
    expect(world.files.get(key)).toEqual({ contentType: 'audio/wav', body: wav });
    expect(world.asked.map(({ method, url }) => `${method} ${url.split('/').at(-1)}`)).toEqual([
      `GET ${recordingSid}.wav?RequestedChannels=1`,
      `DELETE ${recordingSid}.json`,
    ]);
    expect(world.asked.every(({ headers }) => headers.get('authorization')?.startsWith('Basic '))).toBe(true);
  });

  it('is still there when it comes a second time, though Twilio has it no more', async () => {
    const world = needsWith(({ method }) =>
      method === 'DELETE' ? new Response(null, { status: 404 }) : new Response(null, { status: 404 }),
    );
    world.files.set(`media/hotline/${recordingSid}`, { contentType: 'audio/wav', body: wav });
    expect(await read(completed, 'step=recording', world)).toMatchObject([
      { update: { change: { attachments: [{ bytes: wav.byteLength }] } } },
    ]);
  });

  it('stays at Twilio when the settings say so', async () => {
    const kept = { ...connection, settings: { recording: { deletedAtProvider: false } } };
    const world = needsWith(() => new Response(wav), kept);
    await read(form('recording-completed', { RecordingSource: 'DialVerb' }), 'step=recording', world);
    expect(world.asked.map(({ method }) => method)).toEqual(['GET']);
  });

  it.each([
    ['that is gone', () => new Response(null, { status: 404 }), {}],
    ['that is no sound', () => new Response('<html>'), {}],
    ['that lies elsewhere', () => new Response(wav), { RecordingUrl: 'https://evil.example/Recordings/RE1' }],
    ['without an address', () => new Response(wav), { RecordingUrl: undefined }],
  ])('%s is refused and nothing is kept', async (_, answer, fields) => {
    const world = needsWith(answer);
    await expect(read(form('recording-completed', fields), 'step=recording', world)).rejects.toThrow(Refusal);
    expect(world.files.size).toBe(0);
  });

  it('is tried again when Twilio has trouble, to fetch it or to delete it', async () => {
    await expect(read(completed, 'step=recording', needsWith())).rejects.not.toThrow(Refusal);
    const halfway = needsWith(({ method }) =>
      method === 'DELETE' ? new Response(null, { status: 503 }) : new Response(wav),
    );
    await expect(read(completed, 'step=recording', halfway)).rejects.toThrow('HTTP 503');
  });

  it.each(['absent', 'failed', 'in-progress'])('that is %s is nothing', async (RecordingStatus) => {
    expect(await read(form('recording-completed', { RecordingStatus }), 'step=recording')).toEqual([
      { kind: 'dropped', rule: 'twilio-voice-no-recording' },
    ]);
  });
});

describe('a transcript', () => {
  it('of a voicemail is added to its call', async () => {
    expect(await read(form('transcription-completed'), 'step=transcript')).toMatchObject([
      {
        update: {
          providerId: callSid,
          updateId: 'TR5b7449e016d0716e82afae470221c007',
          change: { transcript: 'One of my fondest memories was going and getting ice cream.' },
        },
      },
    ]);
    expect(await read(form('transcription-completed', { TranscriptionStatus: 'failed' }), 'step=transcript')).toEqual([
      { kind: 'dropped', rule: 'twilio-voice-no-transcript' },
    ]);
  });

  it('of a call is gathered while it goes on, in order and without doubles, and added at its end', async () => {
    const world = needsWith();
    const say = ([SequenceId, Track]: [string, string], transcript: string, Final = 'true') =>
      read(
        form('live-transcript-content', {
          SequenceId,
          Track,
          Final,
          TranscriptionData: JSON.stringify({ transcript }),
        }),
        'step=live-transcript',
        world,
      );
    await say(['4', 'outbound_track'], 'Hello, this is Maya.');
    await say(['2', 'inbound_track'], 'Hello?');
    await say(['4', 'outbound_track'], 'Hello, this is Maya.');
    await say(['5', 'inbound_track'], 'I nee', 'false');
    const stopped = form('live-transcript-content', { TranscriptionEvent: 'transcription-stopped' });
    expect(await read(stopped, 'step=live-transcript', world)).toMatchObject([
      {
        update: {
          providerId: callSid,
          updateId: 'GT11111111111111111111111111111111',
          change: { transcript: 'Customer: Hello?\nAgent: Hello, this is Maya.' },
        },
      },
    ]);
  });

  it('as Twilio documents it is understood', async () => {
    const world = needsWith();
    await read(form('live-transcript-content'), 'step=live-transcript', world);
    expect(Buffer.from([...world.files.values()][0]?.body ?? []).toString()).toContain('Customer: hello from the call');
  });

  it.each([
    ['{', Refusal],
    ['{"words":"x"}', Refusal],
  ])('that cannot be read (%s) goes to quarantine', async (TranscriptionData, refusal) => {
    const body = form('live-transcript-content', { TranscriptionData });
    await expect(read(body, 'step=live-transcript')).rejects.toThrow(refusal);
  });
});

describe('what is refused', () => {
  it.each([
    ['of another account', form('status-completed', { AccountSid: 'AC00000000000000000000000000000000' }), {}],
    ['without a CallSid', form('status-completed', { CallSid: undefined }), {}],
    ['of a call that is none', form('status-completed', { CallSid: 'SM123' }), {}],
    ['as JSON', '{}', { contentType: 'application/json' }],
    ['about an unknown connection', form('status-completed'), { connectionId: 'unknown' }],
  ])('is a report %s', async (_, body, overrides) => {
    const reader = createTwilioVoiceReader(needsWith().needs);
    await expect(reader(anEnvelope(body, '', overrides))).rejects.toThrow(Refusal);
  });
});
