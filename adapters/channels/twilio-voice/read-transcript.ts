import * as z from 'zod';
import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import type { Report } from './report.ts';

type Needs = Pick<ReadingNeeds, 'files'>;

/** A transcript of a recording; https://www.twilio.com/docs/voice/twiml/record#transcribecallback, read 2026-11-22. */
export function readTranscript(report: Report): readonly InboundItem[] {
  const { TranscriptionStatus, TranscriptionText, TranscriptionSid } = report.fields;
  if (TranscriptionStatus !== 'completed' || !TranscriptionText)
    return [{ kind: 'dropped', rule: 'twilio-voice-no-transcript' }];
  return [transcribed(report, TranscriptionText, TranscriptionSid ?? `${report.fields.CallSid}:transcript`)];
}

const transcribed = (report: Report, transcript: string, updateId: string): InboundItem => ({
  kind: 'update',
  update: {
    connectionId: report.connection.id,
    providerId: report.fields.CallSid,
    updateId,
    at: report.receivedAt,
    by: 'business',
    change: { what: 'extended', attachments: [], transcript },
  },
});

const $Data = z.object({ transcript: z.string() });
/** One thing that was said. */
const $Lines = z.array(z.object({ at: z.number(), line: z.string() }));
type Lines = z.infer<typeof $Lines>;

/**
 * A call is transcribed while it goes on, sentence by sentence, when there is no message yet to add it to. The sentences
 * are gathered in a file of ours until Twilio says that it was the last one; the order is Twilio's, whatever came first.
 * https://www.twilio.com/docs/voice/twiml/transcription, read 2026-11-22.
 */
export async function readLiveTranscript(needs: Needs, report: Report): Promise<readonly InboundItem[]> {
  const { connection, fields } = report;
  const key = `media/${connection.id}/${fields.CallSid}-transcript`;
  switch (fields.TranscriptionEvent) {
    case 'transcription-content': {
      if (fields.Final === 'false') return [{ kind: 'dropped', rule: 'twilio-voice-unfinished-sentence' }];
      await keep(needs, key, [...(await linesIn(needs, key)), lineOf(report)]);
      return [{ kind: 'dropped', rule: 'twilio-voice-sentence-gathered' }];
    }
    case 'transcription-stopped':
    case 'transcription-error': {
      const lines = await linesIn(needs, key);
      if (lines.length === 0) return [{ kind: 'dropped', rule: 'twilio-voice-no-transcript' }];
      const text = lines.map(({ line }) => line).join('\n');
      return [transcribed(report, text, fields.TranscriptionSid ?? `${fields.CallSid}:live-transcript`)];
    }
    default:
      return [{ kind: 'dropped', rule: 'twilio-voice-progress' }];
  }
}

function lineOf({ fields }: Report): Lines[number] {
  const { success, data } = $Data.safeParse(jsonOf(fields.TranscriptionData));
  if (!success) throw new Refusal('invalid', 'TranscriptionData is not of the documented shape');
  // Twilio's point of view: what comes in is the customer, what goes out is the agent.
  const who = fields.Track === 'outbound_track' ? 'Agent' : 'Customer';
  return { at: fields.SequenceId ?? 0, line: `${who}: ${data.transcript.trim()}` };
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

async function linesIn({ files }: Needs, key: string): Promise<Lines> {
  const body = await files.get(key);
  return body ? $Lines.parse(JSON.parse(Buffer.from(body).toString('utf8'))) : [];
}

/** One sentence for each number: a second delivery is the same sentence. */
async function keep({ files }: Needs, key: string, lines: Lines): Promise<void> {
  const byNumber = new Map(lines.map((line) => [line.at, line]));
  const ordered = [...byNumber.values()].toSorted((one, other) => one.at - other.at);
  await files.put({ key, contentType: 'application/json', body: Buffer.from(JSON.stringify(ordered)) });
}
