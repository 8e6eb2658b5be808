import { PhoneForwarded, PhoneIncoming, PhoneMissed, PhoneOutgoing, Voicemail } from 'lucide-react';
import type { PartOf } from '../api/types.ts';
import { duration } from '../format/time.ts';
import { Card } from './card.tsx';

type Call = PartOf<'call'>;

const outcomes: Record<Call['outcome'], string> = {
  answered: 'Answered',
  missed: 'Nobody answered',
  voicemail: 'Left a voice message',
  'call-back': 'Asked to be called back',
  abandoned: 'Hung up while waiting',
  failed: 'The call failed',
};

const outcomeIcons: Partial<Record<Call['outcome'], typeof PhoneIncoming>> = {
  missed: PhoneMissed,
  abandoned: PhoneMissed,
  failed: PhoneMissed,
  voicemail: Voicemail,
  'call-back': PhoneForwarded,
};

/** A phone call: which way it went and what it came to. */
export const CallCard = ({ call }: { readonly call: Call }) => {
  const plain = call.direction === 'in' ? PhoneIncoming : PhoneOutgoing;
  const facts = [
    ...(call.durationSeconds === undefined ? [] : [['Lasted', duration(call.durationSeconds)]]),
    ...(call.menu ? [['Chosen in the menu', call.menu]] : []),
    ...(call.answeredBy ? [['Answered by', call.answeredBy]] : []),
  ];
  return (
    <Card
      icon={outcomeIcons[call.outcome] ?? plain}
      title={call.direction === 'in' ? 'Call from the customer' : 'Call to the customer'}
    >
      <p className="font-medium">{outcomes[call.outcome]}</p>
      {facts.length > 0 ? (
        <dl className="mt-0.5 flex flex-wrap gap-x-4 text-12">
          {facts.map(([name, value]) => (
            <div key={name} className="flex gap-1.5">
              <dt className="text-text-2">{name}</dt>
              <dd className="tabular">
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
    </Card>
  );
};
