import { Lock } from 'lucide-react';
import type { EventOf } from '../api/types.ts';
import { Bubble } from './bubble.tsx';
import { DeliveryMark, DeliveryProblem } from './delivery-mark.tsx';
import { RichText } from './rich-text.tsx';
import type { Delivery } from './timeline.ts';

type ReplyMessageProps = { readonly event: EventOf<'ReplyWritten'>; readonly delivery: Delivery };

/** What we answered, and how it fares. */
export const ReplyMessage = ({ event, delivery }: ReplyMessageProps) => (
  <Bubble
    look="reply"
    name={event.authorName}
    at={event.at}
    state={<DeliveryMark delivery={delivery} />}
    footer={<DeliveryProblem delivery={delivery} />}
  >
    <RichText text={event.text} />
    {event.cc.length > 0 ? (
      <p className="mt-1.5 text-12 text-text-2">
        Copy to <bdi>{event.cc.join(', ')}</bdi>
      </p>
    ) : null}
  </Bubble>
);

/** What colleagues told each other; never leaves the house. */
export const NoteMessage = ({ event }: { readonly event: EventOf<'NoteWritten'> }) => (
  <Bubble look="note" name={event.authorName} at={event.at} meta={<NoteLabel />}>
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
