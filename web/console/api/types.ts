import type { Bootstrap, ConversationDetail, ConversationRow, View } from '#functions/agent-api/contract.ts';
import type { ReplyOption as Option, Upload as UploadForm } from '#functions/agent-api/reply-contract.ts';

/** The console's vocabulary, all derived from the API's contract. */
export type Agent = Bootstrap['me'];
export type Queue = Bootstrap['queues'][number];
export type Presence = Agent['presence'];
export type Conversation = ConversationDetail['conversation'];
export type Customer = ConversationDetail['customer'];
export type ConversationEvent = ConversationDetail['events'][number];
export type EventOf<Type extends ConversationEvent['type']> = Extract<ConversationEvent, { type: Type }>;
export type Attachment = EventOf<'MessageReceived'>['message']['attachments'][number];
export type Part = NonNullable<EventOf<'MessageReceived'>['message']['parts']>[number];
export type PartOf<Kind extends Part['kind']> = Extract<Part, { kind: Kind }>;
export type DeliveryStatus = EventOf<'DeliveryChanged'>['status'];
export type Failure = NonNullable<EventOf<'DeliveryChanged'>['failure']>;
export type Priority = ConversationRow['priority'];
export type Channel = ConversationRow['channel'];
export type ReplyOption = Option;
export type Template = Option['templates'][number];
export type Upload = UploadForm;

/** What a list is asked for. */
export type ListFilter = { readonly view: View; readonly queueId?: string | undefined };

export const priorities = ['urgent', 'high', 'normal', 'low'] as const satisfies readonly Priority[];
