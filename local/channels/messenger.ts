import { randomBytes } from 'node:crypto';
import { picture } from '../stand-ins/twilio-picture.ts';
import { lastMessages } from './last-message.ts';
import type { CustomerAction, Field, LocalChannel, StandInContext, WebhookRequest } from './local-channel.ts';
import { changeEvent, chatEvent, type MetaAccount } from './meta-account.ts';
import { graphStandIn } from './meta-graph.ts';

const page = '108250001234567';
const credentials = {
  appSecrets: [`local-${'messenger'.repeat(2)}`],
  verifyToken: 'local-verify-token',
  accessToken: `local-${'page-token'.repeat(2)}`,
  appId: '220011223344556',
} as const;

const account: MetaAccount = {
  connection: {
    id: 'support-messenger',
    provider: 'messenger',
    channel: 'messenger',
    name: 'Support page on Facebook',
    address: page,
    accountId: page,
    queueId: 'billing',
  },
  id: page,
  object: 'page',
  credentials,
};

const names: Readonly<Record<string, string>> = { '7300000000000011': 'Tom Okafor', '7300000000000012': 'Lea Novak' };
const [tom] = Object.keys(names);

const from: Field = { name: 'from', label: 'From (id on this page)', value: tom ?? '' };
const text: Field = { name: 'text', label: 'Text', value: 'Hi, did my parcel leave already?', kind: 'long' };
const mid: Field = { name: 'mid', label: 'Which message (mid), else the last', value: '' };
const comment: Field = { name: 'comment', label: 'Which comment, else the last', value: '' };

const newMid = (): string => `m_${randomBytes(24).toString('base64url')}`;
const post = `${page}_900100200300`;
const newCommentId = (): string => `900100200300_${Date.now()}`;

type Values = Readonly<Record<string, string>>;

const chats = lastMessages();
const comments = lastMessages();
const written = ({ from: customer }: Values): string => chats.note(customer, newMid());
const midOf = ({ from: customer, mid: named }: Values): string => named || chats.of(customer);

type Event = (values: Values) => Readonly<Record<string, unknown>>;

/** Something that happens in the private chat. */
const inChat = (action: Omit<CustomerAction, 'webhooks'>, event: Event): CustomerAction => ({
  ...action,
  fields: [from, ...action.fields],
  webhooks: (values, { now }) => [chatEvent(account, { from: values.from ?? '', now }, event(values))],
});

/** Something that happens below a post of the page. */
const onPage = (action: Omit<CustomerAction, 'webhooks'>, value: Event): CustomerAction => ({
  ...action,
  fields: [from, ...action.fields],
  webhooks: (values, { now }): readonly WebhookRequest[] => {
    const id = values.from ?? '';
    const writer = { id, name: names[id] ?? 'Somebody' };
    const common = { from: writer, post_id: post, created_time: Math.floor(now.getTime() / 1000) };
    return [changeEvent(account, { field: 'feed', now }, { ...common, ...value(values) })];
  },
});

const actions: readonly CustomerAction[] = [
  inChat({ id: 'message', label: 'Write', fields: [text] }, (values) => ({
    message: { mid: written(values), text: values.text },
  })),
  inChat({ id: 'picture', label: 'Send a picture', fields: [] }, (values) => ({
    message: {
      mid: written(values),
      attachments: [
        { type: 'image', payload: { url: `https://scontent.xx.fbcdn.net/v/t1.15752-9/${newMid()}.png?oe=1` } },
      ],
    },
  })),
  inChat({ id: 'reply', label: 'Answer one message', fields: [text, mid] }, (values) => ({
    message: { mid: written(values), text: values.text, reply_to: { mid: midOf(values) } },
  })),
  inChat(
    { id: 'button', label: 'Press a button', fields: [{ name: 'title', label: 'Button', value: 'Track my order' }] },
    (values) => ({ postback: { mid: newMid(), title: values.title, payload: 'TRACK_ORDER' } }),
  ),
  inChat({ id: 'location', label: 'Send a place', fields: [] }, (values) => ({
    message: {
      mid: written(values),
      attachments: [{ type: 'location', payload: { coordinates: { lat: 52.5163, long: 13.3777 } } }],
    },
  })),
  inChat({ id: 'reaction', label: 'React', fields: [mid] }, (values) => ({
    reaction: { mid: midOf(values), action: 'react', reaction: 'love', emoji: '❤️' },
  })),
  inChat({ id: 'edit', label: 'Edit a message', fields: [mid, text] }, (values) => ({
    message_edit: { mid: midOf(values), text: values.text, num_edit: 1 },
  })),
  inChat({ id: 'delete', label: 'Unsend a message', fields: [mid] }, (values) => ({
    message: { mid: midOf(values), is_deleted: true },
  })),
  inChat({ id: 'advertisement', label: 'Come by an advertisement', fields: [] }, () => ({
    referral: {
      ref: 'spring',
      source: 'ADS',
      type: 'OPEN_THREAD',
      ad_id: '6045246247433',
      ads_context_data: { ad_title: 'Spring sale' },
    },
  })),
  onPage({ id: 'comment', label: 'Comment on a post', fields: [text] }, (values) => ({
    item: 'comment',
    verb: 'add',
    comment_id: comments.note(values.from, newCommentId()),
    parent_id: post,
    message: values.text,
    post: { permalink_url: `https://www.facebook.com/${post}`, status_type: 'added_photos' },
  })),
  onPage({ id: 'comment-edit', label: 'Edit a comment', fields: [comment, text] }, (values) => ({
    item: 'comment',
    verb: 'edited',
    comment_id: values.comment || comments.of(values.from),
    parent_id: post,
    message: values.text,
  })),
  onPage({ id: 'comment-delete', label: 'Delete a comment', fields: [comment] }, (values) => ({
    item: 'comment',
    verb: 'remove',
    comment_id: values.comment || comments.of(values.from),
    parent_id: post,
  })),
];

/** Delivered and read a little later; Messenger tells how far, not which. */
function afterwards(
  { callBack, now }: StandInContext,
  { to, mid: sent }: { readonly to: string; readonly mid: string },
): void {
  const watermark = now().getTime();
  callBack(chatEvent(account, { from: to, now: now() }, { delivery: { mids: [sent], watermark } }));
  callBack(chatEvent(account, { from: to, now: now() }, { read: { watermark } }));
}

const graph = graphStandIn({
  account,
  longest: 2000,
  wantsProof: true,
  afterwards,
  lookUp: (path) => {
    if (path === 'me') return { id: page, name: account.connection.name };
    return path in names ? { id: path, name: names[path] } : undefined;
  },
});

const files = () => ({ status: 200, headers: { 'content-type': picture.contentType }, body: picture.body });

/** A Facebook page: its private messages and the comments below its posts. */
export const messengerLocal: LocalChannel = {
  title: 'Messenger and Facebook page',
  connection: account.connection,
  credentials,
  actions,
  hosts: { 'graph.facebook.com': graph, 'scontent.xx.fbcdn.net': files },
};
