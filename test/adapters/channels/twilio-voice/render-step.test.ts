import twilio from 'twilio';
import { describe, expect, it } from 'vitest';
import { partsOf, stateOf, stepUrl } from '#adapters/channels/twilio-voice/call-url.ts';
import {
  accepted,
  connecting,
  type Rendering,
  renderStep,
  whisper,
} from '#adapters/channels/twilio-voice/render-step.ts';
import { response, verb } from '#adapters/channels/twilio-voice/twiml.ts';
import type { CallState } from '#domain/voice/call.ts';
import { $VoiceSettings } from '#domain/voice/settings.ts';

const webhookUrl = 'https://parley.example/webhooks/twilio-voice/hotline';
const settings = $VoiceSettings.parse({
  languages: [{ tag: 'en-GB', voice: 'Polly.Amy' }],
  recording: { calls: true, transcribed: ['calls', 'voicemail'] },
});
const rendering: Rendering = { webhookUrl, settings, callerId: undefined };
const state: CallState = { language: 'en-GB', path: ['1', '2'], queueId: 'billing', tried: ['maya'], misses: 1 };
const query = 'lang=en-GB&path=1.2&queue=billing&tried=maya&misses=1';
const voice = { language: 'en-GB', voice: 'Polly.Amy' } as const;
const hello = { text: 'Tom & "Jerry" <ltd>', language: 'en-GB' };
const oracle = () => new twilio.twiml.VoiceResponse();

describe('TwiML', () => {
  it('is what Twilio’s own library writes, whatever the text', () => {
    const expected = oracle();
    expected.say({ voice: 'x" y<z&\'' as 'alice' }, 'a < b & "c" > \'d\' Grüße 🎉');
    const ours = response(verb('Say', { voice: 'x" y<z&\'' }, 'a < b & "c" > \'d\' Grüße 🎉'));
    // `>` in text may be written either way.
    expect(ours.replace(/&gt;(?=[^<]*<\/Say>)/, '>')).toBe(expected.toString().replace(/&gt;(?=[^<]*<\/Say>)/, '>'));
  });

  it('has no characters that XML has no place for', () => {
    expect(response(verb('Say', {}, 'a\u0000\u001bb'))).toContain('<Say>ab</Say>');
  });
});

describe('a step as TwiML', () => {
  it('asks by key or voice, and goes on without an answer', () => {
    const expected = oracle();
    const gather = expected.gather({
      input: ['dtmf', 'speech'],
      numDigits: 1,
      timeout: 6,
      action: `${webhookUrl}?step=menu&${query}`,
      actionOnEmptyResult: true,
      speechTimeout: 'auto',
      language: 'en-GB',
      hints: 'Orders, Invoices',
    });
    gather.say(voice, 'Orders 1.');
    const says = [{ text: 'Orders 1.', language: 'en-GB' }];
    expect(renderStep(rendering, { kind: 'ask', about: 'menu', words: ['Orders', 'Invoices'], state, says })).toBe(
      expected.toString(),
    );
  });

  it('rings an agent with a whisper, recorded and transcribed', () => {
    const expected = oracle();
    expected.start().transcription({
      statusCallbackUrl: `${webhookUrl}?step=live-transcript`,
      languageCode: 'en-GB',
      track: 'both_tracks',
    });
    const dial = expected.dial({
      action: `${webhookUrl}?step=dialled&${query}`,
      timeout: 20,
      record: 'record-from-answer-dual',
      recordingStatusCallback: `${webhookUrl}?step=recording`,
      recordingStatusCallbackEvent: ['completed'],
    });
    dial.number({ url: `${webhookUrl}?step=whisper&lang=en-GB` }, '+15550002001');
    expect(renderStep(rendering, { kind: 'dial', phone: '+15550002001', state, says: [] })).toBe(expected.toString());
  });

  it('starts the transcript once, and shows our number for callers who hide theirs', () => {
    const second = { ...state, tried: ['maya', 'noor'] };
    const twiml = renderStep(
      { ...rendering, callerId: '+15550001000' },
      { kind: 'dial', phone: '+1555', state: second, says: [] },
    );
    expect(twiml).not.toContain('<Start>');
    expect(twiml).toContain('callerId="+15550001000"');
  });

  it('records a message, and goes on when it is empty', () => {
    const expected = oracle();
    expected.record({
      action: `${webhookUrl}?step=recorded&${query}`,
      maxLength: 120,
      timeout: 5,
      playBeep: true,
      recordingStatusCallback: `${webhookUrl}?step=recording`,
      recordingStatusCallbackEvent: ['completed'],
      transcribe: true,
      transcribeCallback: `${webhookUrl}?step=transcript`,
    });
    expected.redirect(`${webhookUrl}?step=recorded&${query}`);
    expect(renderStep(rendering, { kind: 'voicemail', state, says: [] })).toBe(expected.toString());
  });

  it('says goodbye', () => {
    const twiml = renderStep(rendering, { kind: 'hang-up', outcome: 'missed', state, says: [hello] });
    expect(twiml).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response><Say language="en-GB" voice="Polly.Amy">Tom &amp; "Jerry" &lt;ltd&gt;</Say><Hangup/></Response>',
    );
  });
});

describe('an agent whose phone rings', () => {
  it('hears the whisper, and gets the call by pressing 1 only', () => {
    expect(whisper(rendering, 'en-GB')).toMatch(/<Gather numDigits="1".*step=accept".*Press 1.*<\/Gather><Hangup\/>/);
    expect(accepted('1')).toContain('<Response/>');
    for (const digits of ['', '2']) expect(accepted(digits)).toContain('<Hangup/>');
  });

  it('is put through to the customer, who sees our number and hears of the recording', () => {
    const twiml = connecting(rendering, {
      digits: '1',
      to: '+15550100123',
      from: '+15550001000',
      parts: { agent: 'maya' },
    });
    expect(twiml).toContain('callerId="+15550001000"');
    expect(twiml).toContain('step=announce');
    expect(twiml).toContain('step=leg&amp;direction=out&amp;agent=maya');
    expect(twiml).toContain('>+15550100123</Number>');
  });

  it.each([
    ['2', '+15550100123'],
    ['1', '+'],
    ['1', '+1555;x'],
  ])('is not put through after pressing %s to %s', (digits, to) => {
    expect(connecting(rendering, { digits, to, from: '+15550001000', parts: {} })).not.toContain('<Dial');
  });
});

describe('the state of a call', () => {
  it.each([state, { ...state, path: [], tried: [], misses: 0 }, { ...state, tried: ['auth0|7', 'zoë'] }])(
    'travels in the address and comes back: %j',
    (given) => {
      const { searchParams } = new URL(stepUrl(webhookUrl, 'menu', partsOf(given)));
      const other = { language: 'fr-FR', path: [], queueId: 'other', tried: [], misses: 0 };
      expect(stateOf(searchParams, other)).toEqual(given);
    },
  );
});
