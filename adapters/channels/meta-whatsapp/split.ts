type Piece = { readonly about: string; readonly body: string };
type Loose = Readonly<Record<string, unknown>>;
export type WhatsAppEntry = Loose;
type Item = { readonly about: string; readonly entry: WhatsAppEntry };
type Pieces = readonly { readonly about: string; readonly entries: readonly WhatsAppEntry[] }[];

/** Characters after which a person's items go on in a further piece: an SQS message takes 256 KiB. */
const pieceCharacters = 100_000;

const unreadable = 'unreadable';

/** A body of the Cloud API as bodies that each hold what one person has told, in order; Meta batches up to 1000 of any people. */
export function splitWhatsApp(bytes: Uint8Array): readonly Piece[] {
  const text = Buffer.from(bytes).toString('utf8');
  const body = parsed(text);
  if (!isObject(body) || !Array.isArray(body.entry) || body.entry.length === 0)
    return [{ about: unreadable, body: text }];
  const { object } = body;
  return entriesByPerson(body.entry).map(({ about, entries }) => ({
    about,
    body: JSON.stringify({ object, entry: entries }),
  }));
}

/** Entries taken apart into entries that each hold one item, put together again by person. */
export function entriesByPerson(entries: readonly unknown[]): Pieces {
  const pieces: { about: string; entries: WhatsAppEntry[]; characters: number }[] = [];
  for (const { about, entry } of entries.flatMap(itemsOf)) {
    const before = pieces.findLast((piece) => piece.about === about);
    const piece = before && before.characters < pieceCharacters ? before : { about, entries: [], characters: 0 };
    if (piece !== before) pieces.push(piece);
    piece.entries.push(entry);
    piece.characters += JSON.stringify(entry).length;
  }
  return pieces;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists of a change's value that may be about several people. */
const lists = ['messages', 'message_echoes', 'statuses', 'user_preferences', 'calls'] as const;

function itemsOf(entry: unknown): readonly Item[] {
  if (!isObject(entry) || !Array.isArray(entry.changes) || entry.changes.length === 0)
    return [{ about: unreadable, entry: isObject(entry) ? entry : { unreadable: entry } }];
  return entry.changes.flatMap((change) =>
    partsOf(change).map(({ about, part }) => ({ about, entry: { ...entry, changes: [part] } })),
  );
}

function partsOf(change: unknown): readonly { readonly about: string; readonly part: unknown }[] {
  if (!isObject(change) || !isObject(change.value)) return [{ about: unreadable, part: change }];
  const { value } = change;
  const head = Object.fromEntries(Object.entries(value).filter(([name]) => !lists.some((list) => list === name)));
  const items = lists.flatMap((list) => {
    const all = value[list];
    return Array.isArray(all) ? all.map((item: unknown) => ({ list, item })) : [];
  });
  if (items.length === 0) return [{ about: 'account', part: change }];
  return items.map(({ list, item }) => ({
    about: `${numberOf(value)}${personOf(item)}`,
    part: { ...change, value: { ...head, ...contactsFor(head, item), [list]: [item] } },
  }));
}

/** A person who writes to two of our numbers is two conversations, and one of the numbers may be none of ours. */
const numberOf = ({ metadata }: Loose): string =>
  isObject(metadata) && typeof metadata.phone_number_id === 'string' ? `${metadata.phone_number_id}:` : '';

/** A group is one conversation; else the number, else WhatsApp's own id of the person. Receipts name the number or the id as well. */
function personOf(item: unknown): string {
  if (!isObject(item)) return unreadable;
  const named = [
    item.group_id,
    item.recipient_id,
    item.to,
    item.to_user_id,
    item.from,
    item.from_user_id,
    item.recipient_user_id,
    item.wa_id,
    item.user_id,
  ];
  const person = named.find((each) => typeof each === 'string' && each !== '');
  return typeof person === 'string' ? person : unreadable;
}

/** Of several contacts, the one that this item is about. */
function contactsFor({ contacts }: Loose, item: unknown): Loose {
  if (!Array.isArray(contacts) || contacts.length < 2 || !isObject(item)) return {};
  const ids = new Set(Object.values(item).filter((value) => typeof value === 'string'));
  const own = contacts.filter((each) => isObject(each) && (ids.has(`${each.wa_id}`) || ids.has(`${each.user_id}`)));
  return { contacts: own };
}
