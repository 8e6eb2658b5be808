import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import { localChannels } from '#local/channels/channels.ts';
import { filesBucket } from '#local/names.ts';
import { deliveryOf, detailOf, eventually, sendRawMail, whenConversation } from '#test/journeys/journey.ts';
import type { LocalSystem } from '#test/support/local-system.ts';
import { answered, asks, found, read, uploaded } from './asking.ts';
import type { Losses } from './lost.ts';
import { mailFrom, refundMail } from './mails.ts';

const settled = ['sent', 'delivered', 'read', 'failed', 'undeliverable'];

async function isOut(system: LocalSystem, id: string): Promise<ConversationDetail> {
  return whenConversation(system, id, (detail) => settled.includes(deliveryOf(detail) ?? ''));
}

async function answersAt(system: LocalSystem, about: string): Promise<ConversationDetail> {
  const seen = await found(system, about);
  await answered(system, seen, { text: 'It leaves tomorrow.' });
  return isOut(system, seen.conversation.id);
}

async function sendsFile(system: LocalSystem, seen: ConversationDetail): Promise<void> {
  const attachments = [{ uploadId: await uploaded(system, 'ada'), fileName: 'plan.png' }];
  await answered(system, seen, { text: 'Here is the plan.', attachments });
  await isOut(system, seen.conversation.id);
}

/** Providers whose customers take a file, one of each way in which files go out. */
const takeFiles = ['aws-sms', 'aws-whatsapp', 'telegram', 'web-form', 'twilio-whatsapp', 'in-app'];

/** Customers who have not asked for an end to messages. */
const others: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'aws-sms': { from: '+15550104017' },
  'aws-whatsapp': { from: '491510000217' },
};

const written = (system: LocalSystem, provider: string, text: string): Promise<void> =>
  system.simulate(provider, 'message', { text, message: text, id: `lamp-${provider}`, ...others[provider] });

/** By text and by mail, for which the local system has no action. */
async function writeOtherwise(system: LocalSystem): Promise<void> {
  await Promise.all([
    system.sendSms({ from: '+15550140', text: 'Where is my refund for order 88120?' }),
    sendRawMail(system, mailFrom, refundMail),
  ]);
  await Promise.all(['order 88120', 'Refund 10110'].map((about) => answersAt(system, about)));
}

/** Answers by every provider through which one can; chats are answered where pages are used. */
export async function agentsAnswer(system: LocalSystem): Promise<void> {
  const providers = localChannels.map(({ connection }) => connection);
  await Promise.all(
    providers
      .filter(({ channel, provider }) => channel !== 'voice' && provider !== 'web-chat')
      .map(async ({ provider }) => {
        const about = `Is the lamp of ${provider} in stock?`;
        await written(system, provider, about);
        const seen = await answersAt(system, about);
        if (takeFiles.includes(provider)) await sendsFile(system, seen);
      }),
  );
  await writeOtherwise(system);
}

type Command = readonly [what: string, body?: Readonly<Record<string, unknown>>];
const commands = (queueId: string): readonly Command[] => [
  ['assign', { agentId: 'maya' }],
  ['priority', { priority: 'high' }],
  ['notes', { text: 'a difficult order' }],
  ['transfer', { queueId: queueId === 'billing' ? 'logistics' : 'billing', reason: 'the parcel is lost' }],
  ['assign', { agentId: null }],
];

/** What agents do with a conversation besides answering. */
export async function agentsWork(system: LocalSystem): Promise<void> {
  const texts = ['Where is order 70001?', 'And where is order 70002?'];
  for (const [index, text] of texts.entries()) await system.sendSms({ from: `+1555017${index}`, text });
  const [first, second] = await Promise.all([found(system, '70001'), found(system, '70002')]);
  const path = `/v1/conversations/${first.conversation.id}`;
  for (const [what, body = {}] of commands(first.conversation.queueId))
    await asks(system, 'ada', { method: 'POST', path: `${path}/${what}`, body });
  const { conversation } = await found(system, '70001');
  await asks(system, 'ada', {
    method: 'POST',
    path: `/v1/customers/${conversation.customerId}/merge`,
    body: { customerId: second.conversation.customerId },
  });
  const join = { conversationId: second.conversation.id };
  await asks(system, 'ada', { method: 'POST', path: `${path}/join`, body: join });
  await asks(system, 'ada', { method: 'POST', path: `${path}/resolve` });
  await asks(system, 'ada', { method: 'POST', path: `${path}/reopen` });
  await read(system);
}

const firstAttachment = ({ events }: ConversationDetail): string =>
  events.flatMap((event) => (event.type === 'MessageReceived' ? event.message.attachments : []))[0]?.id ?? '';

/** Reads what is listed, and what is kept beside the table. */
export async function agentsRead(system: LocalSystem): Promise<void> {
  const views = ['mine', 'unassigned', 'open', 'snoozed', 'resolved'];
  await Promise.all(views.map((view) => asks(system, 'ada', { path: `/v1/conversations?view=${view}` })));
  const mail = await found(system, 'Refund 10110');
  const { id, customerId } = mail.conversation;
  const received = mail.events.find(({ type }) => type === 'MessageReceived')?.id ?? '';
  for (const path of [
    '/v1/bootstrap',
    '/v1/conversations?view=queue&queueId=billing',
    `/v1/conversations/${id}/messages/${received}/html`,
    `/v1/conversations/${id}/attachments/${firstAttachment(mail)}`,
    `/v1/conversations/${id}/reply-options`,
    `/v1/customers/${customerId}`,
  ])
    await asks(system, 'ada', { path });
}

const isWaiting = (system: LocalSystem, { conversation }: ConversationDetail): Promise<ConversationDetail> =>
  whenConversation(system, conversation.id, ({ events }) =>
    events.some((event) => event.type === 'DeliveryChanged' && event.status === 'queued'),
  );

/** A provider that has no time: the answer goes back to the queue for a while. */
export async function repliesWait(system: LocalSystem): Promise<void> {
  await written(system, 'viber', 'Is anybody there, 70003?');
  const seen = await found(system, '70003');
  await system.faults({ providers: '429' });
  await answered(system, seen, { text: 'Somebody is.' });
  await isWaiting(system, seen);
  await system.faults({ providers: 'none' });
  await whenConversation(system, seen.conversation.id, (detail) => settled.includes(deliveryOf(detail) ?? ''));
}

/** Files that are not there any more when they are wanted. */
export async function filesAreLost(system: LocalSystem, losses: Losses): Promise<void> {
  await written(system, 'slack', 'Is there a plan, 70005?');
  const seen = await found(system, '70005');
  const attachments = [{ uploadId: await uploaded(system, 'ada'), fileName: 'plan.png' }];
  await system.faults({ providers: '429' });
  await answered(system, seen, { text: 'There is.', attachments });
  await isWaiting(system, seen);
  await losses.files();
  await system.faults({ providers: 'none' });
  const lost = { text: 'Once more.', attachments };
  await answered(system, await detailOf(system, seen.conversation.id), lost).catch(() => undefined);
}

/** Longer than the provider has itself waited for. */
const patienceMs = 30_000;

/** The answer whose file is lost comes back from the queue when its provider has time again. */
export const lossesAreFound = (_: LocalSystem, losses: Losses): Promise<true> =>
  eventually('the file is missed', async () => losses.missed('deliverReplies', filesBucket), patienceMs);
