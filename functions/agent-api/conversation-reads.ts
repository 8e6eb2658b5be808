import type { Agent } from '#domain/agents/agent.ts';
import { maySee } from '#domain/agents/may-see.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import type { Conversation } from '#domain/conversations/conversation.ts';
import type { ConversationEvent } from '#domain/conversations/events.ts';
import { historyShown } from '#domain/conversations/join-conversations.ts';
import { type ConversationList, positionOf } from '#domain/conversations/ports.ts';
import { instant } from '#domain/kernel/clock.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { type ApiEvent, bodyOf, type Caller, pathPart, queryOf } from '#functions/middleware/api/request.ts';
import {
  $ConversationRow,
  $CustomerRequest,
  $ListQuery,
  type Bootstrap,
  type ConversationDetail,
  type ConversationPage,
  type ConversationRow,
  type CustomerDetail,
} from './contract.ts';
import { conversationsSeen, shownOfCustomer } from './must-see.ts';
import type { ApiNeeds } from './needs.ts';

type Request = { readonly event: ApiEvent; readonly caller: Caller };

const linkSeconds = 300;

/** A page that is mostly passed over is filled in this many rounds of this many rows; what is then missing is on the next page. */
const roundsPerPage = 10;
const readOnBy = 100;

export const row = (conversation: Conversation): ConversationRow => $ConversationRow.parse(conversation);

type Query = ReturnType<typeof $ListQuery.parse>;

/** The shelves that a view looks at: those of agents, those of queues, or both. */
function listsOf(
  query: Query,
  caller: Caller,
  all: { readonly agents: readonly Agent[]; readonly queueIds: readonly string[] },
): readonly ConversationList[] {
  const status = query.view === 'snoozed' || query.view === 'resolved' ? query.view : 'open';
  const queueIds = query.queueId ? [query.queueId] : all.queueIds;
  const ofQueues = queueIds.map((id): ConversationList => ({ of: 'queue', id, status }));
  const ofAgents = all.agents.map(({ id }): ConversationList => ({ of: 'agent', id, status }));
  if (query.view === 'mine') return [{ of: 'agent', id: caller.agent.id, status }];
  return query.view === 'unassigned' ? ofQueues : [...ofQueues, ...ofAgents];
}

/** Cursors are positions, wrapped so that nobody builds on what is inside. */
const cursorTo = (position: string): string => Buffer.from(position).toString('base64url');

function positionIn(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const position = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z#\w+$/.test(position))
    throw new Refusal('invalid', 'query.cursor: not one of ours; send nextCursor of the page before, or none');
  return position;
}

export const newestFirst = (one: Conversation, other: Conversation): number =>
  positionOf(other).localeCompare(positionOf(one));

/** `nextAfter`: where to read on; undefined at the end. */
type Window = { readonly read: readonly Conversation[]; readonly nextAfter: string | undefined };
type FilledPage = { readonly items: readonly Conversation[]; readonly nextAfter: string | undefined };

function lastPosition(conversations: readonly Conversation[]): string | undefined {
  const last = conversations.at(-1);
  return last && positionOf(last);
}

/** The newest of several shelves. Each is asked for one more than is wanted, so that it shows whether there are more. */
async function newestOf(
  needs: ApiNeeds,
  lists: readonly ConversationList[],
  page: { readonly before: string | undefined; readonly limit: number },
): Promise<Window> {
  const shelves = await Promise.all(
    lists.map((list) => needs.conversations.list(list, { before: page.before, limit: page.limit + 1 })),
  );
  const found = shelves.flat().toSorted(newestFirst);
  const read = found.slice(0, page.limit);
  return { read, nextAfter: found.length > page.limit ? lastPosition(read) : undefined };
}

type Asked = { readonly query: Query; readonly caller: Caller };

/**
 * Reads on while a page is not full: the shelf of an agent holds conversations of several queues. A full page ends with
 * what it shows last, so that no cursor names what was passed over.
 */
async function readPage(needs: ApiNeeds, lists: readonly ConversationList[], asked: Asked): Promise<FilledPage> {
  const { query, caller } = asked;
  const belongs = (conversation: Conversation) =>
    (!query.queueId || conversation.queueId === query.queueId) && maySee(caller, conversation);
  const wanted: Conversation[] = [];
  let window: Window = { read: [], nextAfter: positionIn(query.cursor) };
  for (let round = 0; round < roundsPerPage && wanted.length < query.limit; round += 1) {
    const limit = round === 0 ? query.limit : readOnBy;
    window = await newestOf(needs, lists, { before: window.nextAfter, limit });
    wanted.push(...window.read.filter(belongs));
    if (window.nextAfter === undefined) break;
  }
  const items = wanted.slice(0, query.limit);
  const isFull = wanted.length > query.limit || (items.length === query.limit && window.nextAfter !== undefined);
  return { items, nextAfter: isFull ? lastPosition(items) : window.nextAfter };
}

/** One page of a view, newest first. */
export async function listConversations(needs: ApiNeeds, { event, caller }: Request): Promise<ConversationPage> {
  const query = queryOf(event, $ListQuery);
  const [agents, queues] =
    query.view === 'mine' ? [[], []] : await Promise.all([needs.agents.list(), needs.settings.queues.list()]);
  const lists = listsOf(query, caller, { agents, queueIds: queues.map((queue) => queue.id) });
  const { items, nextAfter } = await readPage(needs, lists, { query, caller });
  return { items: items.map(row), ...(nextAfter === undefined ? {} : { nextCursor: cursorTo(nextAfter) }) };
}

export async function readConversation(needs: ApiNeeds, { event }: Request): Promise<ConversationDetail> {
  const id = pathPart(event, 'id');
  const history = await needs.conversations.history(id);
  if (!history) throw new Refusal('not-found', `there is no conversation "${id}"`);
  const customer = await needs.customers.get(history.conversation.customerId);
  if (!customer) throw new Error(`conversation ${id} has no customer`);
  return { conversation: history.conversation, customer, events: [...(await shownWith(needs, history))] };
}

type History = NonNullable<Awaited<ReturnType<ApiNeeds['conversations']['history']>>>;

/** With the histories of conversations that were joined into this one. */
async function shownWith(needs: ApiNeeds, { conversation, events }: History): Promise<History['events']> {
  const joined = await Promise.all((conversation.joinedFrom ?? []).map((id) => needs.conversations.history(id)));
  return historyShown([events, ...joined.map((one) => one?.events ?? [])]);
}

async function eventsOf(needs: ApiNeeds, event: ApiEvent): Promise<readonly ConversationEvent[]> {
  const history = await needs.conversations.history(pathPart(event, 'id'));
  return history ? shownWith(needs, history) : [];
}

/** The HTML of a mail as it came. It is hostile until sanitised; that is why it is JSON and never a page of ours. */
export async function messageHtml(needs: ApiNeeds, { event }: Request): Promise<{ html: string }> {
  const eventId = pathPart(event, 'eventId');
  const found = (await eventsOf(needs, event)).find(({ id }) => id === eventId);
  const htmlKey = found?.type === 'MessageReceived' ? found.message.htmlKey : undefined;
  const body = htmlKey ? await needs.files.get(htmlKey) : undefined;
  if (!body) throw new Refusal('not-found', `message "${eventId}" has no HTML part`);
  return { html: Buffer.from(body).toString('utf8') };
}

/** Files that a fact brought: of customers, of agents, and what was added to a message later, such as a recording. */
function filesOf(event: ConversationEvent): readonly Attachment[] {
  switch (event.type) {
    case 'MessageReceived':
      return event.message.attachments;
    case 'ReplyWritten':
      return event.attachments ?? [];
    case 'SentElsewhere':
      return event.attachments;
    case 'MessageUpdated':
      return event.change.what === 'extended' ? event.change.attachments : [];
    default:
      return [];
  }
}

export async function attachmentLink(needs: ApiNeeds, { event }: Request): Promise<{ url: string; expiresAt: string }> {
  const wanted = pathPart(event, 'attachmentId');
  const attachment = (await eventsOf(needs, event)).flatMap(filesOf).find(({ id }) => id === wanted);
  if (!attachment) throw new Refusal('not-found', `there is no attachment "${wanted}"`);
  const url = await needs.linkTo({ key: attachment.key, fileName: attachment.fileName, seconds: linkSeconds });
  return { url, expiresAt: instant(new Date(needs.now().getTime() + linkSeconds * 1000)) };
}

async function customerNamed(needs: ApiNeeds, id: string) {
  const customer = await needs.customers.get(id);
  if (!customer) throw new Refusal('not-found', `there is no customer "${id}"`);
  return customer;
}

export async function readCustomer(needs: ApiNeeds, { event, caller }: Request): Promise<CustomerDetail> {
  const customer = await customerNamed(needs, pathPart(event, 'id'));
  const conversations = await conversationsSeen(needs, caller, customer);
  return { customer, conversations: conversations.toSorted(newestFirst).slice(0, shownOfCustomer).map(row) };
}

export async function renameCustomer(needs: ApiNeeds, { event }: Request): Promise<CustomerDetail['customer']> {
  const { name } = bodyOf(event, $CustomerRequest);
  const customer = await customerNamed(needs, pathPart(event, 'id'));
  await needs.customers.rename(customer.id, name);
  return { ...customer, name };
}

/** All that a console needs before it can show anything. */
export async function bootstrap(needs: ApiNeeds, { caller }: Request): Promise<Bootstrap> {
  const [agents, queues] = await Promise.all([needs.agents.list(), needs.settings.queues.list()]);
  return { me: caller.agent, role: caller.role, agents: [...agents], queues: [...queues] };
}
