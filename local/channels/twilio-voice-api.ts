import { twilioAccount } from '../seed/accounts.ts';
import { signedTwilioRequest } from '../stand-ins/twilio-webhook.ts';
import type { StandInAnswer, StandInContext, StandInRequest } from './local-channel.ts';
import { sid } from './twilio-voice-call.ts';
import { verbsOf } from './twiml-tree.ts';

/** Recordings that were deleted. */
const deleted = new Set<string>();
const number = /^\+[1-9]\d{5,14}$/;
const samplesPerSecond = 8000;

/** A second of a quiet tone as WAV: what a recording sounds like here. */
function tone(): Buffer {
  const samples = Buffer.alloc(samplesPerSecond * 2);
  for (let index = 0; index < samplesPerSecond; index += 1) {
    samples.writeInt16LE(Math.round(4000 * Math.sin((2 * Math.PI * 440 * index) / samplesPerSecond)), index * 2);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  // PCM, one channel, 16 bits.
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(samplesPerSecond, 24);
  header.writeUInt32LE(samplesPerSecond * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([header, samples]);
}

const error = (status: number, code: number, message: string): StandInAnswer => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});

const pair = Buffer.from(`${twilioAccount.accountSid}:${twilioAccount.authToken}`).toString('base64');

/** Twilio's Calls and Recordings; what it does not know, 404, may be another part of Twilio's API. */
export function twilioVoiceApi(request: StandInRequest, context: StandInContext): StandInAnswer {
  const { method, path, headers } = request;
  const [, account, rest = ''] = /^\/2010-04-01\/Accounts\/(AC\w+)\/(.*)$/.exec(path) ?? [];
  const [, recording, ending] = /^Recordings\/(RE\w+)\.(\w+)$/.exec(rest) ?? [];
  const isCall = method === 'POST' && rest === 'Calls.json';
  if (!recording && !isCall) return error(404, 20_404, `The requested resource ${path} was not found`);
  if (account !== twilioAccount.accountSid || headers.authorization !== `Basic ${pair}`)
    return error(401, 20_003, 'Authenticate');
  if (isCall) return placeCall(new URLSearchParams(request.body.toString('utf8')), context);
  return recording ? answerRecording(method, recording, ending) : error(404, 20_404, 'not found');
}

function answerRecording(method: string, recording: string, ending: string | undefined): StandInAnswer {
  if (deleted.has(recording)) return error(404, 20_404, `The requested resource ${recording} was not found`);
  if (method === 'DELETE') {
    deleted.add(recording);
    return { status: 204, body: '' };
  }
  if (ending !== 'wav') return error(404, 20_404, 'not found');
  return { status: 200, headers: { 'content-type': 'audio/x-wav' }, body: tone() };
}

/** Both pick up: the agent presses 1, and they talk for a minute and a quarter. */
function placeCall(form: URLSearchParams, context: StandInContext): StandInAnswer {
  const [to, from, twiml] = [form.get('To') ?? '', form.get('From') ?? '', form.get('Twiml') ?? ''];
  if (!number.test(to)) return error(400, 21_211, `The phone number you are attempting to call, ${to}, is not valid.`);
  if (!twiml) return error(400, 21_205, 'Url parameter is required.');
  const callSid = sid('CA');
  const connect = verbsOf(twiml).find(({ name }) => name === 'Gather')?.attributes.action ?? '';
  const customer = `+${new URL(connect).searchParams.get('to') ?? ''}`;
  const at = context.now().toISOString();
  context.noteSent({ provider: 'twilio-voice', id: callSid, to: customer, text: 'A call', status: 'completed', at });
  const leg = { CallSid: sid('CA'), ParentCallSid: callSid, Direction: 'outbound-dial', From: from, To: customer };
  report(context, connect.replace('step=connect', 'step=leg'), { ...leg, CallDuration: '75' });
  const own = { CallSid: callSid, Direction: 'outbound-api', From: from, To: to, CallDuration: '90' };
  report(context, form.get('StatusCallback') ?? '', own);
  return { status: 201, body: { sid: callSid, account_sid: twilioAccount.accountSid, status: 'queued', to, from } };
}

function report(
  { callBack, publicUrl, now }: StandInContext,
  url: string,
  fields: Readonly<Record<string, string>>,
): void {
  if (!url.startsWith(publicUrl)) return;
  const params = {
    AccountSid: twilioAccount.accountSid,
    ApiVersion: '2010-04-01',
    CallStatus: 'completed',
    CallbackSource: 'call-progress-events',
    Timestamp: now().toUTCString().replace('GMT', '+0000'),
    ...fields,
  };
  const request = signedTwilioRequest({ url, params, authToken: twilioAccount.authToken });
  callBack({ ...request, path: url.slice(publicUrl.length) });
}
