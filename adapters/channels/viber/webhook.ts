import type { ViberCredentials } from './credentials.ts';

type Person = { readonly id?: unknown };
type Event = { readonly event?: unknown; readonly sender?: Person; readonly user?: Person; readonly user_id?: unknown };

/** What the webhook's function has to know of a body; hand-checked, since it carries no schemas. */
export function glanceAt(body: string): { readonly event: string; readonly about: string } {
  const { event, sender, user, user_id } = parsed(body);
  const about = sender?.id ?? user?.id ?? user_id;
  return {
    event: typeof event === 'string' ? event : 'unreadable',
    about: typeof about === 'string' ? about : 'nobody',
  };
}

function parsed(body: string): Event {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** Answers `webhook`, Viber's test of a new address, and `conversation_started`, which may be answered with one message. */
export function handshakeOf(body: string, { welcome, welcomeFrom }: ViberCredentials) {
  const { event } = glanceAt(body);
  if (event === 'webhook') return { status: 200 };
  if (event !== 'conversation_started') return undefined;
  if (welcome === undefined) return { status: 200 };
  const sender = welcomeFrom === undefined ? {} : { sender: { name: welcomeFrom } };
  return {
    status: 200,
    contentType: 'application/json',
    body: JSON.stringify({ ...sender, type: 'text', text: welcome }),
  };
}
