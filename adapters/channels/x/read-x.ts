import type { InboundItem, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { ReadingNeeds } from '../needs.ts';
import { connectionOf, mustBeOfAccount } from '../shared/connection.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { jsonBodyOf } from '../shared/json-body.ts';
import { $XCredentials } from './credentials.ts';
import { $Messages, $Revoked, $XBody, type XActivity } from './payload.ts';
import { readChat } from './read-chat.ts';
import { readDirect, readRead } from './read-direct.ts';
import { readMention } from './read-post.ts';
import type { Reading } from './reading.ts';
import { $XSettings } from './settings.ts';

/** Reads what X tells of our account: by the X Activity API, and direct messages also by the older Account Activity API. */
export const createXReader =
  (needs: ReadingNeeds): ReadEnvelope =>
  async (envelope) => {
    const connection = await connectionOf(needs.connections, envelope, 'x');
    const body = jsonBodyOf(envelope, $XBody);
    const accountId = accountOf(body);
    mustBeOfAccount(connection, accountId, 'the user subscribed to');
    const reading: Reading = {
      ...needs,
      credentials: () => credentialsOf(needs.secret, connection.id, $XCredentials),
      connection,
      accountId,
      appId: $XSettings.parse(connection.settings ?? {}).appId,
      receivedAt: envelope.receivedAt,
    };
    const whole = JSON.stringify(body);
    if (!isActivity(body)) return readMessages(reading, body, (part) => JSON.stringify({ ...body, ...part }));
    return readActivity(reading, body.data, whole);
  };

type Body = { readonly data: XActivity } | { readonly for_user_id: string };

const isActivity = (body: Body): body is { readonly data: XActivity } =>
  'data' in body && typeof body.data === 'object';

/** `oauth.revoke` comes with an empty filter. */
function accountOf(body: Body): string {
  if (!isActivity(body)) return body.for_user_id;
  return body.data.filter.user_id ?? $Revoked.safeParse(body.data.payload).data?.user_id ?? '';
}

/** Events of our own account that an app may be subscribed to for other ends. */
const ofNoUse = /^(profile|post|like|follow|mute|block|spaces|news)\.|^chat\.conversation_join$/;

async function readActivity(reading: Reading, data: XActivity, whole: string): Promise<readonly InboundItem[]> {
  const { event_type: type, payload } = data;
  if (type.startsWith('dm.'))
    return readMessages(reading, payload, (part) =>
      JSON.stringify({ data: { ...data, payload: { ...record(payload), ...part } } }),
    );
  const item = await readOther(reading, data);
  if (item) return [item];
  if (ofNoUse.test(type) && type !== 'post.mention.create') return [{ kind: 'dropped', rule: `x-${type}` }];
  return [{ kind: 'unreadable', reason: `the event ${type} is not of a known shape`, body: whole }];
}

async function readOther(reading: Reading, data: XActivity): Promise<InboundItem | undefined> {
  const { event_type: type, payload } = data;
  if (type === 'post.mention.create') return readMention(reading, data);
  if (type === 'chat.received' || type === 'chat.sent') return readChat(reading, payload);
  return type === 'oauth.revoke' ? revoked(reading, payload) : undefined;
}

function revoked({ connection, receivedAt }: Reading, payload: unknown): InboundItem {
  const at = $Revoked.safeParse(payload).data?.date_time;
  return {
    kind: 'notice',
    notice: {
      connectionId: connection.id,
      what: 'Access to the account at X was revoked',
      detail: 'Nothing can be sent or received. Authorise the app again and enter its new access token.',
      at: at === undefined ? receivedAt : new Date(at).toISOString(),
      severity: 'broken',
    },
  };
}

const record = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

const lists = [
  'direct_message_events',
  'direct_message_mark_read_events',
  'direct_message_indicate_typing_events',
] as const;

/** Direct messages, reading and typing; `alone` makes a body of one of them. */
async function readMessages(
  reading: Reading,
  payload: unknown,
  alone: (part: Readonly<Record<string, unknown>>) => string,
): Promise<readonly InboundItem[]> {
  const messages = $Messages.safeParse(payload).data;
  const found = lists.flatMap((list) => (messages?.[list] ?? []).map((event) => ({ list, event })));
  if (!messages || found.length === 0)
    return [{ kind: 'unreadable', reason: 'it holds no direct messages', body: alone({}) }];
  const items: InboundItem[] = [];
  for (const { list, event } of found) {
    const others = Object.fromEntries(lists.filter((name) => messages[name]).map((name) => [name, []]));
    const item = await readOne(reading, { list, event, users: messages.users });
    const reason = 'the direct message is not of the documented shape';
    items.push(item ?? { kind: 'unreadable', reason, body: alone({ ...others, [list]: [event] }) });
  }
  return items;
}

type One = {
  readonly list: (typeof lists)[number];
  readonly event: unknown;
  readonly users: Parameters<typeof readDirect>[1]['users'];
};

async function readOne(reading: Reading, { list, event, users }: One): Promise<InboundItem | undefined> {
  if (list === 'direct_message_indicate_typing_events') return { kind: 'dropped', rule: 'x-typing' };
  return list === 'direct_message_events' ? readDirect(reading, { event, users }) : readRead(reading, event);
}
