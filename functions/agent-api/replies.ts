import type * as z from 'zod';
import { fileTypeOf } from '#adapters/channels/shared/file-type.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { Target } from '#domain/channels/delivery.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { limitsFor } from '#domain/channels/limits.ts';
import { fillTemplate } from '#domain/channels/template.ts';
import type { Conversation } from '#domain/conversations/conversation.ts';
import type { Origin } from '#domain/conversations/facts.ts';
import { unseenBy } from '#domain/conversations/unseen.ts';
import { targetOf, writeReply } from '#domain/conversations/write-reply.ts';
import type { Customer } from '#domain/customers/customer.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { type ApiEvent, bodyOf, type Caller } from '#functions/middleware/api/request.ts';
import { command } from './command.ts';
import type { Changed } from './contract.ts';
import type { ApiNeeds } from './needs.ts';
import { $ReplyRequest } from './reply-contract.ts';
import { waysTo } from './reply-options.ts';
import { uploadKey } from './uploads.ts';

type Request = { readonly event: ApiEvent; readonly caller: Caller };
type Asked = z.infer<typeof $ReplyRequest>;

/** Refuses a reply to something its author has not read; the answer carries what was written meanwhile. */
async function mustHaveSeenAll(
  needs: ApiNeeds,
  state: Conversation,
  author: { readonly id: string; readonly lastSeenEventId: string },
): Promise<void> {
  const [queue, history] = await Promise.all([
    needs.settings.queues.get(state.queueId),
    needs.conversations.history(state.id),
  ]);
  const unseen = queue && history ? unseenBy(queue, author, history.events) : [];
  if (unseen.length === 0) return;
  throw new Refusal(
    'conflict',
    'somebody wrote since you last looked; read it, then send again with the new lastSeenEventId',
    { unseen },
  );
}

async function customerOf(needs: ApiNeeds, state: Conversation): Promise<Customer> {
  const customer = await needs.customers.get(state.customerId);
  if (!customer) throw new Error(`conversation ${state.id} has no customer`);
  return customer;
}

/** The customer's address that was chosen, on the connection that was chosen. */
async function chosenTarget(needs: ApiNeeds, state: Conversation, via: NonNullable<Asked['via']>): Promise<Target> {
  const ways = await waysTo(needs, state, await customerOf(needs, state));
  const way = ways.find(
    ({ target }) => target.connectionId === via.connectionId && (via.to === undefined || target.to === via.to),
  );
  if (!way)
    throw new Refusal(
      'invalid',
      `body.via: the customer has no address on connection "${via.connectionId}"; GET …/reply-options lists those there are`,
    );
  return way.target;
}

async function connectionOf(needs: ApiNeeds, { connectionId }: Target): Promise<Connection> {
  const connection = await needs.connections.get(connectionId);
  if (!connection)
    throw new Refusal('conflict', `connection "${connectionId}" is not set up any more; answer by another channel`);
  return connection;
}

/** The files that were uploaded for this reply; what they are is told by their bytes. */
function attached(needs: ApiNeeds, caller: Caller, uploads: Asked['attachments']): Promise<readonly Attachment[]> {
  return Promise.all(
    uploads.map(async ({ uploadId, fileName }) => {
      const key = uploadKey(caller.agent.id, uploadId);
      const body = await needs.files.get(key);
      if (!body)
        throw new Refusal('invalid', `body.attachments: upload "${uploadId}" is not there; upload the file first`);
      const contentType = (await fileTypeOf(body))?.mime ?? 'application/octet-stream';
      return { id: uploadId, fileName, contentType: contentType, bytes: body.byteLength, key };
    }),
  );
}

async function filled(needs: ApiNeeds, target: Target, asked: NonNullable<Asked['template']>) {
  const template = await needs.settings.templates.get(asked.id);
  if (template?.connectionId !== target.connectionId)
    throw new Refusal(
      'invalid',
      `body.template.id: connection "${target.connectionId}" has no template "${asked.id}"; GET /v1/templates lists them`,
    );
  return { ...fillTemplate(template, asked.variables), category: template.category };
}

type Content = Pick<Parameters<typeof writeReply>[1], 'text' | 'template'>;

async function contentOf(needs: ApiNeeds, asked: Asked, to: { target: Target; customer: Customer }): Promise<Content> {
  if (!asked.template) return { text: asked.text };
  const { text, use, category } = await filled(needs, to.target, asked.template);
  if (category === 'marketing' && to.customer.noMarketing?.includes(to.target.channel))
    throw new Refusal('conflict', `the customer wants no advertising on ${to.target.channel}; use a utility template`);
  return { text, template: use };
}

async function isOptedOut(needs: ApiNeeds, state: Conversation, { channel }: Target): Promise<boolean> {
  if (channel === state.channel) return state.optedOut;
  return (await customerOf(needs, state)).optedOut.includes(channel);
}

async function decide(
  needs: ApiNeeds,
  request: Request,
  { asked, state, origin }: { asked: Asked; state: Conversation; origin: Origin },
) {
  const author = (await needs.agents.get(request.caller.agent.id)) ?? request.caller.agent;
  await mustHaveSeenAll(needs, state, { id: author.id, lastSeenEventId: asked.lastSeenEventId });
  const target = asked.via ? await chosenTarget(needs, state, asked.via) : targetOf(state);
  const { provider } = await connectionOf(needs, target);
  const customer = asked.template ? await customerOf(needs, state) : undefined;
  const content = customer ? await contentOf(needs, asked, { target, customer }) : { text: asked.text };
  return writeReply(state, {
    origin,
    messageId: origin.commitId,
    author,
    ...content,
    attachments: await attached(needs, request.caller, asked.attachments),
    cc: asked.cc,
    target,
    limits: limitsFor(provider, target),
    optedOut: await isOptedOut(needs, state, target),
    thenResolve: asked.andResolve ? 'resolve' : 'leave-open',
  });
}

export function reply(needs: ApiNeeds, request: Request): Promise<Changed> {
  const asked = bodyOf(request.event, $ReplyRequest);
  return command(needs, request, (state, origin) => decide(needs, request, { asked, state, origin }));
}
