import type { NextStep, Saying } from '#domain/voice/call.ts';
import { inLanguage, type VoiceSettings } from '#domain/voice/settings.ts';
import { partsOf, stepUrl } from './call-url.ts';
import { response, type Verb, verb } from './twiml.ts';

export type Rendering = {
  readonly webhookUrl: string;
  readonly settings: VoiceSettings;
  /** Shown to agents in place of the caller's number, where that is hidden. */
  readonly callerId: string | undefined;
};

/** Seconds in which a caller starts to press or speak. */
const inputSeconds = 6;
/** Seconds of silence that end a voicemail. */
const silenceSeconds = 5;

const sayIn =
  ({ languages }: VoiceSettings) =>
  ({ text, language }: Saying): Verb =>
    verb('Say', { language, voice: languages.find(({ tag }) => tag === language)?.voice }, text);

/** What Twilio shall do next, as TwiML. */
export function renderStep(rendering: Rendering, step: NextStep): string {
  const said = step.says.map(sayIn(rendering.settings));
  switch (step.kind) {
    case 'ask':
      return response(ask(rendering, step, said));
    case 'dial':
      return response(...said, ...transcribing(rendering, step), dial(rendering, step));
    case 'voicemail':
      return response(...said, ...voicemail(rendering, step));
    case 'hang-up':
      return response(...said, verb('Hangup'));
  }
}

type Ask = Extract<NextStep, { kind: 'ask' }>;

/** The keys can be pressed while the text is still said. No answer is an answer too, so that the state goes on. */
function ask({ webhookUrl }: Rendering, step: Ask, said: readonly Verb[]): Verb {
  const speech = step.words.length > 0;
  const attributes = {
    input: speech ? 'dtmf speech' : 'dtmf',
    numDigits: 1,
    timeout: inputSeconds,
    action: stepUrl(webhookUrl, step.about, partsOf(step.state)),
    actionOnEmptyResult: true,
    ...(speech ? { speechTimeout: 'auto', language: step.state.language, hints: step.words.join(', ') } : {}),
  };
  return verb('Gather', attributes, ...said);
}

/** https://www.twilio.com/docs/voice/twiml/dial, https://www.twilio.com/docs/voice/twiml/number, read 2026-11-22. */
function dial({ webhookUrl, settings, callerId }: Rendering, step: Extract<NextStep, { kind: 'dial' }>): Verb {
  const attributes = {
    action: stepUrl(webhookUrl, 'dialled', partsOf(step.state)),
    timeout: settings.ringSeconds,
    callerId,
    ...recordedDial(webhookUrl, settings),
  };
  const whisper = stepUrl(webhookUrl, 'whisper', { lang: step.state.language });
  return verb('Dial', attributes, verb('Number', { url: whisper }, step.phone));
}

const recordedDial = (webhookUrl: string, { recording }: VoiceSettings) =>
  recording.calls
    ? {
        record: 'record-from-answer-dual',
        recordingStatusCallback: stepUrl(webhookUrl, 'recording'),
        recordingStatusCallbackEvent: 'completed',
      }
    : {};

/** Started once, with the first agent who is rung; https://www.twilio.com/docs/voice/twiml/transcription, read 2026-11-22. */
function transcribing({ webhookUrl, settings }: Rendering, { state }: NextStep): readonly Verb[] {
  if (!settings.recording.transcribed.includes('calls') || state.tried.length > 1) return [];
  const attributes = {
    statusCallbackUrl: stepUrl(webhookUrl, 'live-transcript'),
    languageCode: state.language,
    track: 'both_tracks',
  };
  return [verb('Start', {}, verb('Transcription', attributes))];
}

/** Of an empty recording Twilio tells nobody and goes on in the document; https://www.twilio.com/docs/voice/twiml/record. */
function voicemail({ webhookUrl, settings }: Rendering, { state }: NextStep): readonly Verb[] {
  const done = stepUrl(webhookUrl, 'recorded', partsOf(state));
  const transcribe = settings.recording.transcribed.includes('voicemail');
  const attributes = {
    action: done,
    maxLength: settings.voicemailSeconds,
    timeout: silenceSeconds,
    playBeep: true,
    recordingStatusCallback: stepUrl(webhookUrl, 'recording'),
    recordingStatusCallbackEvent: 'completed',
    ...(transcribe ? { transcribe, transcribeCallback: stepUrl(webhookUrl, 'transcript') } : {}),
  };
  return [verb('Record', attributes), verb('Redirect', {}, done)];
}

/** Heard by the agent alone. Without the key the call is not put through: a mailbox presses none. */
export function whisper({ webhookUrl, settings }: Rendering, language: string): string {
  const said = sayIn(settings)({ text: inLanguage(settings.whisper, language), language });
  return response(
    verb('Gather', { numDigits: 1, timeout: inputSeconds, action: stepUrl(webhookUrl, 'accept') }, said),
    verb('Hangup'),
  );
}

/** After the whisper: an empty answer puts the call through. */
export const accepted = (digits: string): string => (digits === '1' ? response() : response(verb('Hangup')));

/** Heard by a customer whom we call, before the call is put through. */
export function announcement({ settings }: Rendering): string {
  const language = settings.languages[0]?.tag ?? 'en-US';
  return response(sayIn(settings)({ text: inLanguage(settings.recording.announcement, language), language }));
}

type Outgoing = {
  readonly digits: string;
  readonly to: string;
  readonly from: string;
  readonly parts: { readonly agent?: string | undefined; readonly conversation?: string | undefined };
};

/** The agent whom we called has pressed the key: now the customer is called, and sees our number. */
export function connecting({ webhookUrl, settings }: Rendering, { digits, to, from, parts }: Outgoing): string {
  if (digits !== '1' || !/^\+[1-9]\d{5,14}$/.test(to)) return response(verb('Hangup'));
  const number = {
    url: settings.recording.calls ? stepUrl(webhookUrl, 'announce') : undefined,
    statusCallback: stepUrl(webhookUrl, 'leg', { direction: 'out', ...parts }),
    statusCallbackEvent: 'completed',
  };
  const attributes = { callerId: from, timeout: 45, ...recordedDial(webhookUrl, settings) };
  return response(verb('Dial', attributes, verb('Number', number, to)), verb('Hangup'));
}
