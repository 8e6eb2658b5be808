import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import { connectionOf, mustBeOfAccount } from '#adapters/channels/shared/connection.ts';
import type { InboundEnvelope, InboundItem, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import { callOutcomes } from '#domain/channels/part.ts';
import { type Call, describeCall } from '#domain/voice/describe-call.ts';
import { isOver } from './call-status.ts';
import { callerOf } from './caller.ts';
import { voiceFields } from './payload.ts';
import { readRecording } from './read-recording.ts';
import { readLiveTranscript, readTranscript } from './read-transcript.ts';
import type { Report } from './report.ts';

/** Reads what Twilio reports about calls. A call is one message, made when it is over; what comes later extends it. */
export const createTwilioVoiceReader =
  (needs: ReadingNeeds): ReadEnvelope =>
  async (envelope) => {
    const report = await reportOf(needs, envelope);
    switch (report.query.get('step')) {
      case 'recording':
        return readRecording(needs, report);
      case 'transcript':
        return readTranscript(report);
      case 'live-transcript':
        return readLiveTranscript(needs, report);
      case 'leg':
        return calledCustomer(report);
      default:
        return endedCall(report);
    }
  };

async function reportOf(needs: ReadingNeeds, envelope: InboundEnvelope): Promise<Report> {
  const connection = await connectionOf(needs.connections, envelope, 'twilio-voice');
  const fields = voiceFields(envelope);
  mustBeOfAccount(connection, fields.AccountSid, 'AccountSid');
  return { connection, fields, query: new URLSearchParams(envelope.query), receivedAt: envelope.receivedAt };
}

/**
 * The end of a customer's call. The step in which it ended knows the outcome, and says so. Who hangs up in between ends
 * the call without a step: then only the status tells, and a step that is heard of later corrects it.
 */
function endedCall(report: Report): readonly InboundItem[] {
  const { fields, query } = report;
  if (query.get('direction') === 'out') return [{ kind: 'dropped', rule: 'twilio-voice-agent-leg' }];
  const outcome = callOutcomes.find((one) => one === query.get('outcome'));
  if (outcome) {
    const message = messageOf(report, { ...callOf(report), outcome });
    return [message, correction(report, { ...callOf(report), outcome })];
  }
  if (!isOver(fields.CallStatus)) return [{ kind: 'dropped', rule: 'twilio-voice-progress' }];
  return [messageOf(report, { ...callOf(report), outcome: fields.CallStatus === 'failed' ? 'failed' : 'abandoned' })];
}

/** What the query, which our function wrote, says about the call. `durationSeconds`: of talking, or of the voicemail. */
function callOf({ fields, query }: Report): Omit<Call, 'outcome'> {
  const [menu, answeredBy] = [query.get('menu'), query.get('by')];
  const seconds = fields.DialCallDuration ?? fields.RecordingDuration;
  return {
    kind: 'call',
    direction: 'in',
    ...(seconds === undefined || seconds < 0 ? {} : { durationSeconds: seconds }),
    ...(menu ? { menu } : {}),
    ...(answeredBy ? { answeredBy } : {}),
  };
}

function timeOf({ fields, receivedAt }: Report): string {
  // RFC 2822.
  const told = Date.parse(fields.Timestamp ?? '');
  return Number.isNaN(told) ? receivedAt : new Date(told).toISOString();
}

const messageOf = (report: Report, call: Call): InboundItem => {
  const { connection, fields } = report;
  return {
    kind: 'message',
    message: {
      channel: 'voice',
      connectionId: connection.id,
      providerId: fields.CallSid,
      sender: callerOf(fields.From, fields.CallSid),
      sentAt: timeOf(report),
      text: describeCall(call),
      attachments: [],
      parts: [call],
    },
  };
};

/** Says it again, for the case that the status was faster and the message is there without it. */
const correction = (report: Report, call: Call): InboundItem => ({
  kind: 'update',
  update: {
    connectionId: report.connection.id,
    providerId: report.fields.CallSid,
    updateId: `${report.fields.CallSid}:${call.outcome}`,
    at: report.receivedAt,
    by: 'customer',
    change: { what: 'extended', attachments: [], call },
  },
});

/** The customer's leg of a call that we made. What was asked for has the id of our own leg, which placing the call told. */
function calledCustomer(report: Report): readonly InboundItem[] {
  const { connection, fields, query } = report;
  const status = fields.CallStatus ?? '';
  if (!isOver(status)) return [{ kind: 'dropped', rule: 'twilio-voice-progress' }];
  const outcome = status === 'completed' ? 'answered' : status === 'failed' ? 'failed' : 'missed';
  const answeredBy = query.get('by');
  const call: Call = {
    kind: 'call',
    direction: 'out',
    outcome,
    ...(outcome === 'answered' && fields.CallDuration !== undefined ? { durationSeconds: fields.CallDuration } : {}),
    ...(answeredBy ? { answeredBy } : {}),
  };
  return [
    {
      kind: 'update',
      update: {
        connectionId: connection.id,
        providerId: fields.ParentCallSid ?? fields.CallSid,
        updateId: `${fields.CallSid}:${status}`,
        at: timeOf(report),
        by: 'business',
        change: { what: 'extended', attachments: [], call },
      },
    },
  ];
}
