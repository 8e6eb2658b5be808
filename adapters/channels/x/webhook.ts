type Piece = { readonly about: string; readonly body: string };
type Fields = Readonly<Record<string, unknown>>;

/**
 * The body as one piece for each person. Deliveries carry one event, direct messages in a list of mostly one.
 * Hand-checked: the webhook's function carries no schemas.
 */
export function piecesOfX(text: string): readonly Piece[] {
  const body = fieldsOf(parsed(text));
  const data = fieldsOf(body.data);
  const payload = fieldsOf(data.payload);
  const split = bodiesByPerson(payload, (part) => ({ ...body, data: { ...data, payload: part } }));
  const older = bodiesByPerson(body, (part) => part);
  return split ?? older ?? [{ about: personOf(payload) ?? personOf(body) ?? 'nobody', body: text }];
}

const list = 'direct_message_events';

function bodiesByPerson(holder: Fields, whole: (part: Fields) => Fields): readonly Piece[] | undefined {
  const events: unknown = holder[list];
  if (!Array.isArray(events) || events.length < 2) return undefined;
  const groups = Object.entries(Object.groupBy(events, (event: unknown) => personOf({ [list]: [event] }) ?? 'nobody'));
  return groups.map(([about, some]) => ({ about, body: JSON.stringify(whole({ ...holder, [list]: some })) }));
}

/** Who wrote, whom we wrote to does not matter: what we send is an echo. */
function personOf(payload: Fields): string | undefined {
  const events: unknown = payload[list] ?? payload.direct_message_mark_read_events;
  const first = fieldsOf(Array.isArray(events) ? events[0] : undefined);
  const id = fieldsOf(first.message_create).sender_id ?? first.sender_id ?? payload.sender_id ?? payload.author_id;
  return typeof id === 'string' ? id : undefined;
}

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? { ...value } : {});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
