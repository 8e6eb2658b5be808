import { ExternalLink, LayoutTemplate, Lock } from 'lucide-react';
import type { EventOf } from '../api/types.ts';
import { ChannelMark, PublicMark } from '../ui/chips.tsx';
import { Attachments } from './attachments.tsx';
import { Bubble } from './bubble.tsx';
import { DeliveryMark, DeliveryProblem } from './delivery-mark.tsx';
import { EarlierTexts, Reactions, Unsent } from './message-updates.tsx';
import { RichText } from './rich-text.tsx';
import type { TimelineItem } from './timeline.ts';

type ReplyMessageProps = {
  readonly conversationId: string;
  readonly item: Extract<TimelineItem, { kind: 'reply' }>;
};

/** What we answered, how it fares, and what became of it. */
export const ReplyMessage = ({ conversationId, item }: ReplyMessageProps) => {
  const { event, delivery, updates } = item;
  return (
    <Bubble
      look="reply"
      name={event.authorName}
      eventId={event.id}
      at={event.at}
      meta={<ReplyMeta item={item} />}
      state={<DeliveryMark delivery={delivery} />}
      footer={
        <>
          <Reactions reactions={updates.reactions} />
          <DeliveryProblem delivery={delivery} conversationId={conversationId} messageId={event.messageId} />
        </>
      }
    >
      {updates.deletedAt ? (
        <Unsent who="Somebody of us" at={updates.deletedAt} />
      ) : (
        <>
          <RichText text={updates.edits.at(-1)?.text ?? event.text} />
          <Attachments conversationId={conversationId} attachments={event.attachments ?? []} />
          <EarlierTexts original={event.text} edits={updates.edits} />
        </>
      )}
      {event.cc.length > 0 ? (
        <p className="mt-1.5 text-12 text-text-2">
          Copy to <bdi>{event.cc.join(', ')}</bdi>
        </p>
      ) : null}
    </Bubble>
  );
};

const ReplyMeta = ({ item: { event, isOtherChannel } }: Pick<ReplyMessageProps, 'item'>) => (
  <>
    {isOtherChannel && !event.isPublic ? (
      <>
        <span aria-hidden>·</span>
        <ChannelMark channel={event.channel} />
      </>
    ) : null}
    {event.isPublic ? <PublicMark channel={event.channel} /> : null}
    {event.template ? (
      <span
        className="inline-flex items-center gap-1"
        title={`${event.template.reference}, ${event.template.language}`}
      >
        <LayoutTemplate size={12} aria-hidden />
        template <bdi>{event.template.id}</bdi>
      </span>
    ) : null}
  </>
);

type ElsewhereMessageProps = {
  readonly conversationId: string;
  readonly item: Extract<TimelineItem, { kind: 'elsewhere' }>;
};

/** What somebody of us answered with another tool; shown, so that nobody answers twice. */
export const ElsewhereMessage = ({ conversationId, item }: ElsewhereMessageProps) => {
  const { event, updates, isOtherChannel } = item;
  return (
    <Bubble
      look="elsewhere"
      name={event.tool ?? 'Another tool'}
      eventId={event.id}
      at={event.sentAt}
      meta={
        <>
          {isOtherChannel ? <ChannelMark channel={event.channel} /> : null}
          <span className="inline-flex items-center gap-1 font-medium text-text-2">
            <ExternalLink size={12} aria-hidden />
            Answered outside Parley
          </span>
        </>
      }
      footer={<Reactions reactions={updates.reactions} />}
    >
      {updates.deletedAt ? (
        <Unsent who="Somebody of us" at={updates.deletedAt} />
      ) : (
        <>
          <RichText text={updates.edits.at(-1)?.text ?? event.text} />
          <Attachments conversationId={conversationId} attachments={event.attachments} />
          <EarlierTexts original={event.text} edits={updates.edits} />
        </>
      )}
    </Bubble>
  );
};

/** What colleagues told each other; never leaves the house. */
export const NoteMessage = ({ event }: { readonly event: EventOf<'NoteWritten'> }) => (
  <Bubble look="note" name={event.authorName} eventId={event.id} at={event.at} meta={<NoteLabel />}>
    <RichText text={event.text} />
  </Bubble>
);

export const NoteLabel = () => (
  <span className="inline-flex items-center gap-1 font-medium text-note-text">
    <span aria-hidden>·</span>
    <Lock size={12} aria-hidden />
    Internal note
  </span>
);
