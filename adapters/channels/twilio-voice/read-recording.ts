import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import { credentialsOf } from '#adapters/channels/shared/credentials.ts';
import { fetchMedia } from '#adapters/channels/shared/media.ts';
import { $TwilioCredentials, basicAuth } from '#adapters/channels/twilio/credentials.ts';
import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import type { Report } from './report.ts';
import { voiceSettingsOf } from './settings.ts';

type Needs = Pick<ReadingNeeds, 'fetch' | 'files' | 'secret'>;

/** The API, and where it may redirect to; https://www.twilio.com/docs/voice/api/recording, read 2026-11-22. */
const hosts = ['api.twilio.com', '.twiliocdn.com'];
/** An hour in one channel of 8 kHz, 16 bits is 58 MB. */
const maxBytes = 60_000_000;

/** Copies a recording into our files, takes it away from Twilio when the settings say so, and adds it to its call. */
export async function readRecording(needs: Needs, report: Report): Promise<readonly InboundItem[]> {
  const { connection, fields, receivedAt } = report;
  if (fields.RecordingStatus !== 'completed') return [{ kind: 'dropped', rule: 'twilio-voice-no-recording' }];
  const { RecordingSid, RecordingUrl } = fields;
  if (!RecordingSid || !RecordingUrl) throw new Refusal('invalid', 'RecordingSid or RecordingUrl is missing');
  const credentials = await credentialsOf(needs.secret, connection.id, $TwilioCredentials);
  const source = { url: RecordingUrl, sid: RecordingSid, authorization: basicAuth(credentials) };
  const attachment = await keep(needs, report, source);
  if (voiceSettingsOf(connection).recording.deletedAtProvider) await deleteAtTwilio(needs, source);
  return [
    {
      kind: 'update',
      update: {
        connectionId: connection.id,
        providerId: fields.CallSid,
        updateId: RecordingSid,
        at: receivedAt,
        by: fields.RecordingSource === 'RecordVerb' ? 'customer' : 'business',
        change: { what: 'extended', attachments: [attachment] },
      },
    },
  ];
}

type Source = { readonly url: string; readonly sid: string; readonly authorization: string };

/** Once it is here it is not fetched again: a second delivery would find it deleted at Twilio. */
async function keep(
  needs: Needs,
  { connection, fields }: Report,
  { url, sid, authorization }: Source,
): Promise<Attachment> {
  const key = `media/${connection.id}/${sid}`;
  const contentType = 'audio/wav';
  const kept = await needs.files.get(key);
  const body =
    kept ?? (await fetchMedia(needs.fetch, { url: wavOf(url), hosts, headers: { authorization }, maxBytes }));
  if (!kept) await needs.files.put({ key, contentType, body: wav(body) });
  const fileName = fields.RecordingSource === 'RecordVerb' ? 'voicemail.wav' : 'recording.wav';
  return { id: sid, fileName, contentType, bytes: body.byteLength, key };
}

/** Both channels mixed into one: half the size. */
const wavOf = (url: string): string => `${url}.wav?RequestedChannels=1`;

/** The file is played in the console: nothing else may call itself a recording. */
function wav(body: Uint8Array): Uint8Array {
  const start = Buffer.from(body.subarray(0, 12)).toString('latin1');
  if (start.startsWith('RIFF') && start.endsWith('WAVE')) return body;
  throw new Refusal('invalid', 'what Twilio gave as a recording is no WAV file');
}

async function deleteAtTwilio({ fetch }: Needs, { url, authorization }: Source): Promise<void> {
  const request = { method: 'DELETE', redirect: 'error', headers: { authorization } } as const;
  const response = await fetch(`${url}.json`, { ...request, signal: AbortSignal.timeout(10_000) });
  await response.body?.cancel();
  // Gone already is as good.
  if (!response.ok && response.status !== 404)
    throw new Error(`deleting a recording was answered with HTTP ${response.status}`);
}
