import * as z from 'zod';
import { textOf } from '#adapters/channels/shared/json-body.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { Refusal } from '#domain/kernel/refusal.ts';

const text = z.string();
const sid = (kind: string) => text.regex(new RegExp(`^${kind}[0-9a-fA-F]{32}$`));
const seconds = z.coerce.number().int().nonnegative();

/** The fields we read, of every request about a call. Others may come along; https://www.twilio.com/docs/voice/twiml, read 2026-11-22. */
const $VoiceFields = z.object({
  CallSid: sid('CA'),
  AccountSid: text.min(1),
  From: text.default(''),
  To: text.default(''),
  CallStatus: text.optional(),
  Timestamp: text.optional(),
  CallDuration: seconds.optional(),
  /** Of a leg that was dialled: the call it belongs to. */
  ParentCallSid: sid('CA').optional(),
  DialCallDuration: seconds.optional(),
  RecordingSid: sid('RE').optional(),
  RecordingUrl: z.url().optional(),
  RecordingStatus: text.optional(),
  RecordingSource: text.optional(),
  RecordingDuration: z.coerce.number().int().optional(),
  TranscriptionSid: text.min(1).optional(),
  TranscriptionStatus: text.optional(),
  TranscriptionText: text.optional(),
  TranscriptionEvent: text.optional(),
  /** JSON. */
  TranscriptionData: text.optional(),
  Track: text.optional(),
  Final: text.optional(),
  SequenceId: seconds.optional(),
});
export type VoiceFields = z.infer<typeof $VoiceFields>;

/** Reads the form body of a request about a call. */
export function voiceFields(envelope: InboundEnvelope): VoiceFields {
  if (!envelope.contentType.toLowerCase().startsWith('application/x-www-form-urlencoded'))
    throw new Refusal('invalid', 'the body is not a form; set the webhook at Twilio to HTTP POST');
  const { success, data, error } = $VoiceFields.safeParse(Object.fromEntries(new URLSearchParams(textOf(envelope))));
  if (success) return data;
  const names = [...new Set(error.issues.map(({ path }) => path.join('.')))].join(', ');
  throw new Refusal('invalid', `these fields of the call are missing or malformed: ${names}`);
}
