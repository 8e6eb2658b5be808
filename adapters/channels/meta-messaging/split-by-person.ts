type Piece = { readonly about: string; readonly body: string };
type Loose = Readonly<Record<string, unknown>>;
type Item = { readonly about: string; readonly entry: Loose };

/** A batch has up to 1000 updates; https://developers.facebook.com/docs/graph-api/webhooks/getting-started, read 2026-11-22. */
export const metaBatchBytes = 3 * 1024 * 1024;

/** Characters after which a person's items go on in a further piece: an SQS message takes 256 KiB. */
const pieceCharacters = 100_000;

const unreadable = 'unreadable';

/**
 * A body of Messenger, a page or Instagram as bodies that hold what one person, or one thread of comments, has told, in order.
 * Meta puts up to 1000 updates of any people into one body and sends it again whole when it is not taken.
 */
export function splitByPerson(bytes: Uint8Array): readonly Piece[] {
  const text = Buffer.from(bytes).toString('utf8');
  const body = parsed(text);
  if (!isObject(body) || !Array.isArray(body.entry) || body.entry.length === 0)
    return [{ about: unreadable, body: text }];
  const { object } = body;
  return gathered(body.entry.flatMap(itemsOf)).map(({ about, entries }) => ({
    about,
    body: asMetaWrites({ object, entry: entries }),
  }));
}

/** Meta escapes all that is not ASCII, which also keeps out what SQS does not take. */
const asMetaWrites = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Gathered = { readonly about: string; readonly entries: Loose[]; characters: number };

function gathered(items: readonly Item[]): readonly Gathered[] {
  const pieces: Gathered[] = [];
  const open = new Map<string, Gathered>();
  for (const { about, entry } of items) {
    const before = open.get(about);
    const piece = before && before.characters < pieceCharacters ? before : { about, entries: [], characters: 0 };
    if (piece !== before) pieces.push(piece);
    open.set(about, piece);
    piece.entries.push(entry);
    piece.characters += asMetaWrites(entry).length;
  }
  return pieces;
}

function itemsOf(entry: unknown): readonly Item[] {
  if (!isObject(entry)) return [{ about: unreadable, entry: { unreadable: entry } }];
  const { messaging, standby, changes, field, value, ...head } = entry;
  const items = [
    ...listOf(messaging).map((item) => ({ about: personOf(item, head.id), entry: { ...head, messaging: [item] } })),
    ...listOf(standby).map((item) => ({ about: personOf(item, head.id), entry: { ...head, standby: [item] } })),
    ...listOf(changes).map((item) => ({ about: changedOf(item, head.id), entry: { ...head, changes: [item] } })),
    // Instagram with its own login puts one change straight into the entry.
    ...(field === undefined
      ? []
      : [{ about: changedOf({ value }, head.id), entry: { ...head, changes: [{ field, value }] } }]),
  ];
  return items.length > 0 ? items : [{ about: unreadable, entry }];
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const idOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

const idIn = (value: unknown): string | undefined => (isObject(value) ? idOf(value.id) : undefined);

/** The one of sender and recipient that is not the business's own account. */
function personOf(item: unknown, account: unknown): string {
  if (!isObject(item)) return unreadable;
  const [sender, recipient] = [idIn(item.sender), idIn(item.recipient)];
  return (sender === idOf(account) ? recipient : sender) ?? 'account';
}

/** A comment, its edits and its removal keep their order, and so do all answers below it. */
function changedOf(change: unknown, account: unknown): string {
  const value = isObject(change) ? change.value : undefined;
  if (!isObject(value)) return unreadable;
  if (isObject(value.sender)) return personOf(value, account);
  const [parent, post] = [idOf(value.parent_id), idOf(value.post_id)];
  const thread = parent === post ? undefined : parent;
  return thread ?? idOf(value.comment_id) ?? idOf(value.id) ?? post ?? idOf(value.media_id) ?? 'account';
}
