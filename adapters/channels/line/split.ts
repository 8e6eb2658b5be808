type Source = { readonly userId?: unknown; readonly groupId?: unknown; readonly roomId?: unknown };

/** The body as one piece for each person or group, in order. Hand-checked: the webhook's function carries no schemas. */
export function piecesOfLine(text: string): readonly { readonly about: string; readonly body: string }[] {
  const body = parsed(text);
  if (!body || body.events.length === 0) return [{ about: body ? 'verification' : 'unreadable', body: text }];
  const groups = Object.entries(Object.groupBy(body.events, aboutOf));
  return groups.map(([about, events]) => ({ about, body: JSON.stringify({ ...body, events }) }));
}

function parsed(text: string): { readonly events: readonly unknown[] } | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && 'events' in body && Array.isArray(body.events)
      ? { ...body, events: body.events }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whose event it is: what is said in a group keeps its order there. */
function aboutOf(event: unknown): string {
  const source: Source | undefined =
    typeof event === 'object' && event !== null && 'source' in event && typeof event.source === 'object'
      ? (event.source ?? undefined)
      : undefined;
  const id = source?.groupId ?? source?.roomId ?? source?.userId;
  return typeof id === 'string' ? id : 'nobody';
}
