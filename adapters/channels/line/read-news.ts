import type { Connection } from '#domain/channels/channel.ts';
import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { AccountNotice, MessageChange } from '#domain/channels/message-update.ts';
import type { LineEvent } from './payload.ts';

/** Kinds that tell nothing an agent could act on. */
const uninteresting = new Set([
  'join',
  'leave',
  'memberJoined',
  'memberLeft',
  'beacon',
  'accountLink',
  'videoPlayComplete',
  'membership',
  'module',
  'delivery',
]);

type Notice = Pick<AccountNotice, 'what' | 'detail' | 'severity'>;

/** About the account itself, https://developers.line.biz/en/reference/partner-docs/, read 2026-11-22. */
const notices: Readonly<Record<string, Notice>> = {
  activated: { what: 'LINE hands chats to Parley again', detail: 'The channel became active.', severity: 'info' },
  deactivated: {
    what: 'Another module took over chats at LINE',
    detail: 'The channel is on standby: messages go to the other module until it hands them back.',
    severity: 'warning',
  },
  botSuspended: {
    what: 'LINE suspended the account',
    detail: 'Nothing can be sent or received. Look into LINE Official Account Manager.',
    severity: 'broken',
  },
  botResumed: { what: 'LINE resumed the account', detail: 'Messages come and go again.', severity: 'info' },
};

/** Everything that is not a message: undefined when it is one, or unknown. */
export function readNews(connection: Connection, event: LineEvent): InboundItem | undefined {
  if (uninteresting.has(event.type)) return { kind: 'dropped', rule: `line-${event.type}` };
  const at = new Date(event.timestamp).toISOString();
  const notice = notices[event.type];
  if (notice) return { kind: 'notice', notice: { connectionId: connection.id, at, ...notice } };
  return readConsent(connection, event, at) ?? readUpdate(connection, event, at);
}

/** Blocking the account is following it no more; LINE answers sends to such a person with 200 all the same. */
function readConsent({ id, accountId }: Connection, event: LineEvent, at: string): InboundItem | undefined {
  const address = event.source?.userId;
  if (address === undefined || (event.type !== 'follow' && event.type !== 'unfollow')) return undefined;
  const stopped = event.type === 'unfollow';
  const returned = event.follow?.isUnblocked === true ? 'unblocked the account' : 'added the account as a friend';
  return {
    kind: 'consent',
    consent: {
      channel: 'line',
      connectionId: id,
      sender: { address, ...(accountId === undefined ? {} : { scope: accountId }) },
      to: stopped ? 'stop' : 'start',
      extent: 'everything',
      reason: `The customer ${stopped ? 'blocked the account' : returned} at LINE.`,
      at,
      id: event.webhookEventId,
    },
  };
}

function readUpdate(connection: Connection, event: LineEvent, at: string): InboundItem | undefined {
  const changed = changeOf(event);
  if (!changed) return undefined;
  const update = {
    connectionId: connection.id,
    updateId: event.webhookEventId,
    at,
    by: 'customer',
    ...changed,
  } as const;
  return { kind: 'update', update };
}

/** Only texts in groups can be edited so far; the edit with the largest timestamp stands. */
function changeOf({ type, unsend, message }: LineEvent): { providerId: string; change: MessageChange } | undefined {
  if (type === 'unsend' && unsend) return { providerId: unsend.messageId, change: { what: 'deleted' } };
  if (type !== 'messageEdited' || message?.text === undefined) return undefined;
  return { providerId: message.id, change: { what: 'edited', text: message.text } };
}
