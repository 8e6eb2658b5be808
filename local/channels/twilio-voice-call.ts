import { randomBytes } from 'node:crypto';
import { twilioAccount } from '../seed/accounts.ts';
import { signedTwilioRequest } from '../stand-ins/twilio-webhook.ts';
import type { PlayContext } from './local-channel.ts';
import { type TwimlElement, verbsOf } from './twiml-tree.ts';

export const sid = (kind: string): string => `${kind}${randomBytes(16).toString('hex')}`;

export const outcomes = ['answered', 'nobody answers', 'voicemail', 'call back', 'hang up'] as const;

type Form = Readonly<Record<string, string>>;

/** A customer's call in progress, as Twilio plays it. */
type Call = {
  readonly context: PlayContext;
  readonly callSid: string;
  readonly from: string;
  readonly outcome: string;
  /** What the customer presses, key by key. */
  readonly digits: string[];
  /** What Twilio reports once the call is over. */
  readonly afterwards: { readonly url: string; readonly form: Form }[];
};

const talkSeconds = 192;
const voicemailSeconds = 21;
/** No call leads through more steps. */
const stepsAtMost = 30;

/** Plays one call from beginning to end: asks for TwiML, does what it says, and reports. */
export async function playCall(values: Form, context: PlayContext): Promise<void> {
  const { from = '', outcome = 'answered', digits = '' } = values;
  const call: Call = { context, callSid: sid('CA'), from, outcome, digits: [...digits], afterwards: [] };
  const webhookUrl = `${context.publicUrl}/webhooks/twilio-voice/${context.connection.id}`;
  let next: Next | undefined = { url: webhookUrl, form: { CallStatus: 'ringing' } };
  for (let steps = 0; next && steps < stepsAtMost; steps += 1) next = await follow(call, await ask(call, next));
  await ask(call, { url: `${webhookUrl}?step=status`, form: endOf(call) });
  for (const report of call.afterwards) await ask(call, report);
}

type Next = { readonly url: string; readonly form: Form };

async function ask(call: Call, { url, form }: Next): Promise<string> {
  const { context, callSid, from } = call;
  const { connection, publicUrl, post } = context;
  const params = {
    CallSid: callSid,
    AccountSid: twilioAccount.accountSid,
    ApiVersion: '2010-04-01',
    CallStatus: 'in-progress',
    Direction: 'inbound',
    From: from,
    Caller: from,
    To: connection.address,
    Called: connection.address,
    ...form,
  };
  const { authToken } = twilioAccount;
  const request = signedTwilioRequest({ url, params, authToken });
  const { body } = await post({ ...request, path: url.slice(publicUrl.length) });
  return body;
}

const endOf = ({ context }: Call): Form => ({
  CallStatus: 'completed',
  CallbackSource: 'call-progress-events',
  SequenceNumber: '0',
  Duration: '4',
  CallDuration: String(talkSeconds + 20),
  Timestamp: context.now.toUTCString().replace('GMT', '+0000'),
});

/** Does what the document says until it leads to the next one; undefined when the call is over. */
async function follow(call: Call, twiml: string): Promise<Next | undefined> {
  for (const verb of verbsOf(twiml)) {
    if (verb.name === 'Start') transcribe(call, verb);
    const go = leading[verb.name];
    if (go) return go(call, verb);
  }
  return undefined;
}

const leading: Readonly<
  Record<string, (call: Call, verb: TwimlElement) => Promise<Next | undefined> | Next | undefined>
> = {
  Gather: (call, verb) => {
    const action = verb.attributes.action ?? '';
    if (call.outcome === 'hang up') return undefined;
    const key = action.includes('step=call-back') ? keyForCallBack(call) : (call.digits.shift() ?? '');
    return { url: action, form: key === '' ? {} : { Digits: key, FinishedOnKey: '' } };
  },
  Dial: dial,
  Record: (call, verb) => (call.outcome === 'voicemail' ? leaveMessage(call, verb) : undefined),
  Redirect: (_, verb) => ({ url: verb.text, form: {} }),
  Hangup: () => undefined,
};

const keyForCallBack = ({ outcome }: Call): string => (outcome === 'call back' ? '1' : '');

async function dial(call: Call, verb: TwimlElement): Promise<Next> {
  const action = verb.attributes.action ?? '';
  const [number] = verb.inside;
  if (call.outcome !== 'answered' || !number) {
    return { url: action, form: { DialCallStatus: 'no-answer', DialCallSid: sid('CA'), DialBridged: 'false' } };
  }
  const bridged = await agentAccepts(call, number);
  if (bridged && verb.attributes.record)
    report(call, verb, { RecordingSource: 'DialVerb', RecordingDuration: String(talkSeconds) });
  const form = {
    DialCallStatus: 'completed',
    DialCallSid: sid('CA'),
    DialCallDuration: String(talkSeconds),
    DialBridged: String(bridged),
  };
  return { url: action, form };
}

/** The agent picks up, hears the whisper, and presses 1. */
async function agentAccepts(call: Call, number: TwimlElement): Promise<boolean> {
  const leg = { CallSid: sid('CA'), ParentCallSid: call.callSid, Direction: 'outbound-dial', To: number.text };
  const [gather] = verbsOf(await ask(call, { url: number.attributes.url ?? '', form: leg }));
  const answer = await ask(call, { url: gather?.attributes.action ?? '', form: { ...leg, Digits: '1' } });
  return verbsOf(answer).length === 0;
}

function leaveMessage(call: Call, verb: TwimlElement): Next {
  const seconds = { RecordingDuration: String(voicemailSeconds) };
  const recording = report(call, verb, { RecordingSource: 'RecordVerb', ...seconds });
  const { transcribeCallback } = verb.attributes;
  if (transcribeCallback) {
    const TranscriptionText = 'Hello, my invoice is wrong. Please call me back.';
    const form = { ...recording, TranscriptionSid: sid('TR'), TranscriptionStatus: 'completed', TranscriptionText };
    call.afterwards.push({ url: transcribeCallback, form });
  }
  return {
    url: verb.attributes.action ?? '',
    form: { ...recording, ...seconds, Digits: 'hangup', CallStatus: 'completed' },
  };
}

/** The recording is reported once it lies ready. */
function report(call: Call, verb: TwimlElement, fields: Form): Form {
  const RecordingSid = sid('RE');
  const account = `https://api.twilio.com/2010-04-01/Accounts/${twilioAccount.accountSid}`;
  const recording = { RecordingSid, RecordingUrl: `${account}/Recordings/${RecordingSid}` };
  const form = { ...recording, RecordingStatus: 'completed', RecordingChannels: '1', ErrorCode: '0', ...fields };
  call.afterwards.push({ url: verb.attributes.recordingStatusCallback ?? '', form });
  return recording;
}

const spoken = [
  ['inbound_track', 'Hello, I have a question about my invoice.'],
  ['outbound_track', 'Let me have a look.'],
] as const;

function transcribe(call: Call, start: TwimlElement): void {
  const url = start.inside[0]?.attributes.statusCallbackUrl;
  if (!url || call.outcome !== 'answered') return;
  const common = { TranscriptionSid: sid('GT'), LanguageCode: 'en-US' };
  const sentences = spoken.map(([Track, transcript], index) => ({
    ...common,
    TranscriptionEvent: 'transcription-content',
    TranscriptionData: JSON.stringify({ transcript, confidence: 0.98 }),
    Track,
    Final: 'true',
    SequenceId: String(index + 2),
  }));
  const stopped = { ...common, TranscriptionEvent: 'transcription-stopped', SequenceId: String(spoken.length + 2) };
  for (const form of [...sentences, stopped]) call.afterwards.push({ url, form });
}
