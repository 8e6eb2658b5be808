import { Handshake, type LucideIcon, Mail, NotebookPen, Phone, Video } from 'lucide-react';
import type { EventOf } from '../api/types.ts';
import { duration, wholeTime } from '../format/time.ts';
import { Bubble } from './bubble.tsx';
import { RichText } from './rich-text.tsx';

type Interaction = EventOf<'InteractionLogged'>['interaction'];

const kinds: Record<Interaction['kind'], readonly [LucideIcon, string]> = {
  'in-person': [Handshake, 'Visit'],
  video: [Video, 'Video call'],
  phone: [Phone, 'Phone call'],
  letter: [Mail, 'Letter'],
  other: [NotebookPen, 'Contact'],
};

const outcomes: Record<Interaction['outcome'], string> = {
  resolved: 'Resolved',
  'follow-up': 'Needs a follow-up',
  'no-answer': 'No answer',
  information: 'For information',
};

/** Something that happened outside every channel, as an agent entered it. */
export const InteractionCard = ({ event }: { readonly event: EventOf<'InteractionLogged'> }) => {
  const { interaction, authorName } = event;
  const [Icon, word] = kinds[interaction.kind];
  const facts = [
    ['When', wholeTime(interaction.at)],
    ...(interaction.durationMinutes === undefined ? [] : [['Took', duration(interaction.durationMinutes * 60)]]),
    ...(interaction.people.length === 0 ? [] : [['With', interaction.people.join(', ')]]),
    ['Outcome', outcomes[interaction.outcome]],
  ];
  return (
    <Bubble
      look="logged"
      name={authorName}
      eventId={event.id}
      at={interaction.at}
      meta={
        <span className="inline-flex items-center gap-1 font-medium text-text-2">
          <span aria-hidden>·</span>
          <Icon size={12} aria-hidden />
          {word}, entered by hand
        </span>
      }
    >
      <dl className="mb-2 flex flex-wrap gap-x-5 gap-y-1 text-12">
        {facts.map(([name, value]) => (
          <div key={name} className="flex gap-1.5">
            <dt className="text-text-2">{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <RichText text={interaction.text} />
    </Bubble>
  );
};
