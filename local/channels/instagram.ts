import { randomBytes } from 'node:crypto';
import { picture } from '../stand-ins/twilio-picture.ts';
import { lastMessages } from './last-message.ts';
import type { CustomerAction, Field, LocalChannel, StandInContext, StandInRequest } from './local-channel.ts';
import { changeEvent, chatEvent, type MetaAccount } from './meta-account.ts';
import { graphStandIn } from './meta-graph.ts';

const accountId = '17841400008460056';
const credentials = {
  appSecrets: [`local-${'instagram'.repeat(2)}`],
  verifyToken: 'local-verify-token',
  accessToken: `local-${'account-token'.repeat(2)}`,
  appId: '330011223344557',
} as const;

/** Connected with Instagram's own login, so that it has a host of its own. */
const account: MetaAccount = {
  connection: {
    id: 'support-instagram',
    provider: 'instagram',
    channel: 'instagram',
    name: 'Support on Instagram',
    address: accountId,
    accountId,
    queueId: 'billing',
    settings: { login: 'instagram' },
  },
  id: accountId,
  object: 'instagram',
  credentials,
};

const people: Readonly<Record<string, { readonly name: string; readonly username: string }>> = {
  '1234567890123456': { name: 'Ines Duarte', username: 'ines.duarte' },
};
const [ines] = Object.keys(people);

const from: Field = { name: 'from', label: 'From (id for this account)', value: ines ?? '' };
const text: Field = { name: 'text', label: 'Text', value: 'Is this back in stock?', kind: 'long' };
const mid: Field = { name: 'mid', label: 'Which message (mid), else the last', value: '' };

/** As Instagram makes them, long and with no underscore between numbers. */
const newMid = (): string => `aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlE${randomBytes(32).toString('base64url')}ZD`;
const newId = (): string => `179${Date.now()}`;
const media = { id: '17918195224117851', media_product_type: 'FEED' } as const;
const fileUrl = (): string => `https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=${newId()}&signature=local`;

type Values = Readonly<Record<string, string>>;

const chats = lastMessages();
const written = ({ from: customer }: Values): string => chats.note(customer, newMid());
const midOf = ({ from: customer, mid: named }: Values): string => named || chats.of(customer);

type Event = (values: Values) => Readonly<Record<string, unknown>>;

/** Something that happens in the private chat. */
const inChat = (action: Omit<CustomerAction, 'webhooks'>, event: Event): CustomerAction => ({
  ...action,
  fields: [from, ...action.fields],
  webhooks: (values, { now }) => [chatEvent(account, { from: values.from ?? '', now }, event(values))],
});

/** Something that everybody can see. */
const inPublic = (action: Omit<CustomerAction, 'webhooks'>, field: string, value: Event): CustomerAction => ({
  ...action,
  fields: [from, ...action.fields],
  webhooks: (values, { now }) => [changeEvent(account, { field, now }, value(values))],
});

const writer = ({ from: id = '' }: Values) => ({ id, username: people[id]?.username ?? 'somebody' });

const actions: readonly CustomerAction[] = [
  inChat({ id: 'message', label: 'Write', fields: [text] }, (values) => ({
    message: { mid: written(values), text: values.text },
  })),
  inChat({ id: 'picture', label: 'Send a picture', fields: [] }, (values) => ({
    message: { mid: written(values), attachments: [{ type: 'image', payload: { url: fileUrl() } }] },
  })),
  inChat({ id: 'story-reply', label: 'Answer our story', fields: [text] }, (values) => ({
    message: { mid: written(values), text: values.text, reply_to: { story: { id: newId(), url: fileUrl() } } },
  })),
  inChat({ id: 'story-mention', label: 'Mention us in a story', fields: [] }, (values) => ({
    message: { mid: written(values), attachments: [{ type: 'story_mention', payload: { url: fileUrl() } }] },
  })),
  inChat({ id: 'post', label: 'Share a post', fields: [] }, (values) => ({
    message: {
      mid: written(values),
      attachments: [
        { type: 'ig_post', payload: { ig_post_media_id: media.id, title: 'The new blue', url: fileUrl() } },
      ],
    },
  })),
  inChat({ id: 'reaction', label: 'React', fields: [mid] }, (values) => ({
    reaction: { mid: midOf(values), action: 'react', reaction: 'love', emoji: '❤' },
  })),
  inChat({ id: 'edit', label: 'Edit a message', fields: [mid, text] }, (values) => ({
    message_edit: { mid: midOf(values), text: values.text, num_edit: 1 },
  })),
  inChat({ id: 'delete', label: 'Unsend a message', fields: [mid] }, (values) => ({
    message: { mid: midOf(values), is_deleted: true },
  })),
  inPublic({ id: 'comment', label: 'Comment on a post', fields: [text] }, 'comments', (values) => ({
    id: newId(),
    from: writer(values),
    text: values.text,
    media,
  })),
  inPublic({ id: 'mention', label: 'Mention us in a comment elsewhere', fields: [] }, 'mentions', () => ({
    media_id: media.id,
    comment_id: newId(),
  })),
];

/** Seen a little later; Instagram tells which message. */
const afterwards = (
  { callBack, now }: StandInContext,
  { to, mid: sent }: { readonly to: string; readonly mid: string },
): void => callBack(chatEvent(account, { from: to, now: now() }, { read: { mid: sent } }));

const mentioned = (fields: string): unknown => {
  const id = /comment_id\((\d+)\)/.exec(fields)?.[1];
  const permalink = 'https://www.instagram.com/p/local/';
  if (id === undefined) return undefined;
  return {
    mentioned_comment: {
      id,
      text: '@support.example can you help?',
      username: 'marek.k',
      media: { id: media.id, permalink },
    },
    id: accountId,
  };
};

const graph = graphStandIn({
  account,
  longest: 1000,
  wantsProof: false,
  afterwards,
  lookUp: (path, fields) => {
    if (path === 'me') return { id: '9876543210', user_id: accountId, username: 'support.example' };
    if (path === accountId) return mentioned(fields);
    if (path === media.id)
      return { id: path, permalink: 'https://www.instagram.com/p/local/', caption: 'The new blue' };
    return people[path];
  },
});

/** Other products of Meta have files at the same host. */
const files = ({ path }: StandInRequest) =>
  path.startsWith('/ig_messaging_cdn')
    ? { status: 200, headers: { 'content-type': picture.contentType }, body: picture.body }
    : undefined;

/** An Instagram account: its private messages, comments and mentions. */
export const instagramLocal: LocalChannel = {
  title: 'Instagram',
  connection: account.connection,
  credentials,
  actions,
  hosts: { 'graph.instagram.com': graph, 'lookaside.fbsbx.com': files },
};
