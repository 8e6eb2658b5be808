/** The chat of an update; its messages, changes and buttons keep their order. Takes anything and never throws. */
export function updateIsAbout(body: string): string {
  try {
    const update: unknown = JSON.parse(body);
    const content = Object.values(fieldsOf(update)).find((value) => typeof value === 'object');
    const { chat, message, from } = fieldsOf(content);
    const place = chat ?? fieldsOf(message).chat ?? from;
    return String(fieldsOf(place).id ?? 'other');
  } catch {
    return 'unreadable';
  }
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
