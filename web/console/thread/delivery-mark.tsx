import { Check, CheckCheck, CircleHelp, Clock, Eye, type LucideIcon, TriangleAlert } from 'lucide-react';
import { useSmallChanges } from '../actions/small-changes.ts';
import type { DeliveryStatus } from '../api/types.ts';
import { clockTime } from '../format/time.ts';
import { Button } from '../ui/button.tsx';
import type { Delivery } from './timeline.ts';

type Look = { readonly icon: LucideIcon; readonly text: string; readonly tone: string };

const looks: Record<DeliveryStatus, Look> = {
  queued: { icon: Clock, text: 'Queued', tone: 'text-text-3' },
  sending: { icon: Clock, text: 'Sending', tone: 'text-text-3' },
  ambiguous: { icon: CircleHelp, text: 'May have been sent', tone: 'text-warn' },
  sent: { icon: Check, text: 'Sent', tone: 'text-text-3' },
  delivered: { icon: CheckCheck, text: 'Delivered', tone: 'text-text-3' },
  read: { icon: Eye, text: 'Read', tone: 'text-ok' },
  undeliverable: { icon: TriangleAlert, text: 'Could not be delivered', tone: 'text-bad' },
  failed: { icon: TriangleAlert, text: 'Not sent', tone: 'text-bad' },
};

/** How an answer fares on its way, in icon and word. */
export const DeliveryMark = ({ delivery }: { readonly delivery: Delivery }) => {
  const { icon: Icon, text, tone } = looks[delivery.status];
  return (
    <span className={`inline-flex items-center gap-1 ${tone}`}>
      <span aria-hidden>·</span>
      <Icon size={12} aria-hidden />
      {text}
      {delivery.at ? <span className="tabular">{clockTime(delivery.at)}</span> : null}
    </span>
  );
};

const advice: Partial<Record<DeliveryStatus, string>> = {
  ambiguous: 'No answer came back from the provider. Check with the customer before you send it again.',
  undeliverable: 'Check the address, or reach the customer another way.',
  failed: 'The customer has not received it.',
};

type DeliveryProblemProps = {
  readonly delivery: Delivery;
  readonly conversationId: string;
  readonly messageId: string;
};

/** What went wrong on the way and what to do about it. */
export const DeliveryProblem = ({ delivery, conversationId, messageId }: DeliveryProblemProps) => {
  const hint = advice[delivery.status];
  if (!hint) return null;
  const isDoubt = delivery.status === 'ambiguous';
  return (
    <div className={`mt-1.5 border-s-2 ps-2.5 text-12 ${isDoubt ? 'border-warn text-warn' : 'border-bad text-bad'}`}>
      <p>
        {delivery.failure?.reason ?? hint}
        {delivery.failure?.code ? (
          <>
            {' '}
            (code <bdi>{delivery.failure.code}</bdi>)
          </>
        ) : null}
        {delivery.failure ? ` ${hint}` : null}
      </p>
      {isDoubt ? <Settle conversationId={conversationId} messageId={messageId} /> : null}
    </div>
  );
};

/** Only a person can find out; both answers end the doubt. */
const Settle = (message: Omit<DeliveryProblemProps, 'delivery'>) => {
  const { settle } = useSmallChanges();
  return (
    <fieldset className="mt-1.5 flex flex-wrap gap-2">
      <legend className="sr-only">Did the message arrive?</legend>
      <Button className="h-7! pointer-coarse:h-11!" onPress={() => void settle(message, 'sent')}>
        It arrived
      </Button>
      <Button className="h-7! pointer-coarse:h-11!" onPress={() => void settle(message, 'not-sent')}>
        It was not sent
      </Button>
    </fieldset>
  );
};
