/** The first looks at a body, before anything is known of its shape; they take anything and never throw. */

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

function parsed(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    if (body.trimStart().startsWith('{')) return fieldsOf(JSON.parse(body));
    const form = Object.fromEntries(new URLSearchParams(body));
    return form.payload === undefined ? form : fieldsOf(JSON.parse(form.payload));
  } catch {
    return undefined;
  }
}

/** What Slack wants to read back when an address is entered, https://docs.slack.dev/reference/events/url_verification. */
export function handshakeOf(body: string): string | undefined {
  const { type, challenge } = parsed(body) ?? {};
  return type === 'url_verification' && typeof challenge === 'string' ? challenge : undefined;
}

/** The channel of an event, a button or a command, or else whose it is. */
export function eventIsAbout(body: string): string {
  const fields = parsed(body);
  if (!fields) return 'unreadable';
  const event = fieldsOf(fields.event);
  const places = [
    event.channel,
    fieldsOf(event.item).channel,
    fieldsOf(fields.channel).id,
    fieldsOf(fields.container).channel_id,
    fields.channel_id,
    fieldsOf(fields.user).id,
  ];
  return String(places.find((place) => typeof place === 'string') ?? 'other');
}
