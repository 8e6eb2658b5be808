import type { MessageChange } from '../channels/message-update.ts';
import { type Call, mergeCalls } from '../voice/describe-call.ts';
import type { Conversation, Task } from './conversation.ts';
import type { ConversationEvent, EventOf } from './events.ts';
import { type Attributed, byRule } from './facts.ts';
import { callBackReason } from './receive-message.ts';

type Extension = Extract<MessageChange, { what: 'extended' }>;

/** The call as the message and all that was told of it since have it. */
function callKnown(about: EventOf<'MessageReceived'>, events: readonly ConversationEvent[]): Call | undefined {
  const first = about.message.parts?.find((part) => part.kind === 'call');
  const later = events.flatMap((event) =>
    event.type === 'MessageUpdated' && event.aboutEventId === about.id && event.change.what === 'extended'
      ? (event.change.call ?? [])
      : [],
  );
  return later.reduce<Call | undefined>((known, told) => (known ? mergeCalls(known, told) : told), first);
}

const isSame = (one: Call | undefined, other: Call): boolean =>
  one !== undefined && JSON.stringify({ ...other, ...one }) === JSON.stringify({ ...one, ...other });

/** An extension with what is new in it; undefined when nothing is. */
export function newsOf(
  extension: Extension,
  about: EventOf<'MessageReceived'>,
  events: readonly ConversationEvent[],
): Extension | undefined {
  const known = callKnown(about, events);
  const told = extension.call && known ? mergeCalls(known, extension.call) : extension.call;
  const { call: _, ...others } = extension;
  const isNews = extension.attachments.length > 0 || extension.transcript !== undefined;
  if (told && !isSame(known, told)) return { ...others, call: told };
  return isNews ? others : undefined;
}

/** A call that turns out otherwise needs no call back, or does. The task bears the id of the decision that brought the call. */
export function tasksAfter(state: Conversation, call: Call, missed: Task): readonly Attributed[] {
  const reason = callBackReason(call);
  const isOpen = state.tasks?.some(({ id }) => id === missed.id) ?? false;
  if (isOpen && !reason) return [byRule('missed-call', { type: 'TaskDone', taskId: missed.id })];
  if (!isOpen && reason) return [byRule('missed-call', { type: 'TaskAdded', task: missed, reason })];
  return [];
}
