import { entriesByPerson, type WhatsAppEntry } from '#adapters/channels/meta-whatsapp/split.ts';

type Piece = { readonly about: string; readonly body: string };

/** What AWS publishes on the topic, as bodies of the same shape that each hold what one person has told, in order. */
export function splitAwsWhatsApp(message: string): readonly Piece[] {
  const told = objectIn(message);
  const entry = typeof told?.whatsAppWebhookEntry === 'string' ? objectIn(told.whatsAppWebhookEntry) : undefined;
  if (!told || !entry) return [{ about: 'unreadable', body: message }];
  return entriesByPerson([entry]).map(({ about, entries }) => ({
    about,
    body: JSON.stringify({ ...told, whatsAppWebhookEntry: JSON.stringify(merged(entries)) }),
  }));
}

/** All come from one entry, so only their changes differ. */
const merged = (entries: readonly WhatsAppEntry[]): WhatsAppEntry => ({
  ...entries[0],
  changes: entries.flatMap(({ changes }) => changes),
});

function objectIn(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
