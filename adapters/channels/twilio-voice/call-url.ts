import type { CallState } from '#domain/voice/call.ts';

/** Where Twilio asks what to do next, and where it reports to. Each is our webhook's address with `?step=…`. */
export type CallStep =
  /** Answered with what the caller hears next. */
  | 'language'
  | 'menu'
  | 'dialled'
  | 'recorded'
  | 'call-back'
  /** Heard by one side alone, before a call is put through. */
  | 'whisper'
  | 'accept'
  | 'announce'
  /** Puts an agent through whom we called first. */
  | 'connect'
  /** Reports. */
  | 'status'
  | 'leg'
  | 'recording'
  | 'transcript'
  | 'live-transcript';

type Parts = Readonly<Record<string, string | undefined>>;

/**
 * The address of a step. What is known of the call travels in its query, which Twilio signs like the rest. Only letters,
 * digits and a few marks are in it, which no proxy on the way writes otherwise.
 */
export function stepUrl(webhookUrl: string, step: CallStep, parts: Parts = {}): string {
  const query = new URLSearchParams({ step });
  for (const [name, value] of Object.entries(parts)) if (value !== undefined && value !== '') query.set(name, value);
  return `${webhookUrl}?${query}`;
}

export const webhookUrlOf = (publicUrl: string, connectionId: string): string =>
  `${publicUrl}/webhooks/twilio-voice/${connectionId}`;

const separator = '~';

export const partsOf = ({ language, path, queueId, tried, misses }: CallState): Parts => ({
  lang: language,
  path: path.join('.'),
  queue: queueId,
  tried: tried.join(separator),
  misses: misses === 0 ? undefined : String(misses),
});

const list = (text: string | null, by: string): readonly string[] => (text ? text.split(by) : []);

/** The state that a query carries; what it does not have is as at the beginning. */
export const stateOf = (query: URLSearchParams, beginning: CallState): CallState => ({
  language: query.get('lang') ?? beginning.language,
  path: list(query.get('path'), '.'),
  queueId: query.get('queue') ?? beginning.queueId,
  tried: list(query.get('tried'), separator),
  misses: Number(query.get('misses') ?? 0),
});
