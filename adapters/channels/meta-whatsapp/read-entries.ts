import type * as z from 'zod';
import { mustBeOfAccount } from '#adapters/channels/shared/connection.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { noticeOf } from './notices.ts';
import { $CallEvent, $Message, $NumberValue, $Preference, $Status, type Entry, type Message } from './payload.ts';
import { readCall } from './read-call.ts';
import { readEcho } from './read-echo.ts';
import { readMessage } from './read-message.ts';
import { readPreference } from './read-preference.ts';
import { readStatus } from './read-status.ts';
import type { Reading, ReadingOf, Told } from './reading.ts';
import { $WhatsAppSettings } from './settings.ts';

/** What the entries tell, in order. Throws when one of them is of another account. */
export async function readEntries(reading: Reading, entries: readonly Entry[]): Promise<readonly InboundItem[]> {
  const items: InboundItem[] = [];
  for (const entry of entries)
    for (const change of entry.changes) items.push(...(await readChange(reading, { entry, change })));
  return items;
}

/** Chats and contacts of the WhatsApp Business app from before, sent once when a number begins to be used beside the app. */
const kept = new Set(['history', 'smb_app_state_sync']);
const aboutNumber = new Set([
  'messages',
  'smb_message_echoes',
  'standby',
  'user_preferences',
  'calls',
  'message_echoes',
]);

async function readChange(reading: Reading, told: Told): Promise<readonly InboundItem[]> {
  const { field } = told.change;
  if (aboutNumber.has(field)) return readNumberChange(reading, told);
  if (kept.has(field)) return [{ kind: 'dropped', rule: `whatsapp-${field.replaceAll('_', '-')}` }];
  mustBeOfBusinessAccount(reading.connection, told.entry);
  const notice = noticeOf(told, reading);
  if (notice) return [{ kind: 'notice', notice }];
  return [{ kind: 'unreadable', reason: `unknown event kind ${field}`, body: reading.bodyOf(told.entry) }];
}

/** Where the account is configured: news about another one is not ours to show. */
function mustBeOfBusinessAccount({ id, settings }: Connection, entry: Entry): void {
  const { wabaId } = $WhatsAppSettings.safeParse(settings ?? {}).data ?? {};
  if (wabaId !== undefined && wabaId !== entry.id)
    throw new Refusal('invalid', `entry.id is not the WhatsApp Business account of connection ${id}`);
}

async function readNumberChange(reading: Reading, told: Told): Promise<readonly InboundItem[]> {
  const { success, data: value, error } = $NumberValue.safeParse(told.change.value);
  if (!success) return [{ kind: 'unreadable', reason: shapeOf(error), body: reading.bodyOf(told.entry) }];
  mustBeOfAccount(reading.connection, value.metadata.phone_number_id, 'metadata.phone_number_id');
  const items = await itemsIn({ ...reading, ...told, value });
  if (items.length > 0) return items;
  const notice = noticeOf(told, reading);
  return notice ? [{ kind: 'notice', notice }] : [{ kind: 'dropped', rule: 'whatsapp-nothing-told' }];
}

type List = 'messages' | 'message_echoes' | 'statuses' | 'user_preferences' | 'calls';

async function itemsIn(of: ReadingOf): Promise<InboundItem[]> {
  const { value } = of;
  return [
    ...(await each(of, { list: 'messages', schema: $Message, read: (item: Message) => readMessage(of, item) })),
    ...(await each(of, { list: 'message_echoes', schema: $Message, read: (item: Message) => readEcho(of, item) })),
    ...(await each(of, { list: 'statuses', schema: $Status, read: async (item) => readStatus(of, item) })),
    ...(await each(of, {
      list: 'user_preferences',
      schema: $Preference,
      read: async (item) => readPreference(of, item),
    })),
    ...(value.calls.length === 0
      ? []
      : await each(of, { list: 'calls', schema: $CallEvent, read: async (item) => readCall(of, item) })),
  ];
}

type Each<Item> = {
  readonly list: List;
  readonly schema: z.ZodType<Item>;
  readonly read: (item: Item) => Promise<InboundItem>;
};

/** Reads the items of one list; what is wrong with one of them is its own affair. */
async function each<Item>(of: ReadingOf, { list, schema, read }: Each<Item>): Promise<InboundItem[]> {
  const items: InboundItem[] = [];
  for (const given of of.value[list]) {
    const { success, data, error } = schema.safeParse(given);
    const alone = () => bodyWith(of, list, given);
    items.push(
      success
        ? await read(data).catch((refused: unknown) => unreadable(refused, alone()))
        : { kind: 'unreadable', reason: shapeOf(error), body: alone() },
    );
  }
  return items;
}

/** A rule that refuses one item; anything else is an outage and wants another try. */
function unreadable(error: unknown, body: string): InboundItem {
  if (!(error instanceof Refusal)) throw error;
  return { kind: 'unreadable', reason: error.message, body };
}

const shapeOf = (error: z.ZodError): string =>
  `not of the documented shape: ${[...new Set(error.issues.map(({ path }) => path.join('.')))].slice(0, 5).join(', ')}`;

/** The change with this one item and no other. */
function bodyWith({ entry, change, bodyOf }: ReadingOf, list: List, item: unknown): string {
  const { messages, message_echoes, statuses, user_preferences, calls, ...head } = change.value;
  return bodyOf({ ...entry, changes: [{ ...change, value: { ...head, [list]: [item] } }] });
}
