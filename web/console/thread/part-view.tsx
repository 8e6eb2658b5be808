import { CircleHelp, Contact, MapPin, MousePointerClick, Smile, Star } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Part, PartOf } from '../api/types.ts';
import { plural } from '../format/words.ts';
import { CallCard } from './call-card.tsx';
import { Card, CardLink } from './card.tsx';
import { ReferenceCard } from './reference-card.tsx';
import { mapLink } from './safe-link.ts';

/** A piece of a message that is neither text nor file. */
export const PartView = ({ part }: { readonly part: Part }): ReactNode => {
  switch (part.kind) {
    case 'location':
      return <LocationCard part={part} />;
    case 'contact':
      return <ContactCard part={part} />;
    case 'choice':
      return (
        <Card icon={MousePointerClick} title="Chose">
          <p dir="auto" className="font-medium">
            {part.title}
          </p>
        </Card>
      );
    case 'answers':
      return <Answers part={part} />;
    case 'reference':
      return <ReferenceCard part={part} />;
    case 'sticker':
      return <Sticker part={part} />;
    case 'rating':
      return <Rating part={part} />;
    case 'call':
      return <CallCard call={part} />;
    case 'unsupported':
      return (
        <Card icon={CircleHelp} title="Something that cannot be shown here">
          <p>
            The customer sent “<bdi>{part.type}</bdi>”. Open it where they wrote, or ask them to send it another way.
          </p>
        </Card>
      );
  }
};

const LocationCard = ({ part }: { readonly part: PartOf<'location'> }) => (
  <Card icon={MapPin} title="Place">
    {part.name ? (
      <p dir="auto" className="font-medium">
        {part.name}
      </p>
    ) : null}
    {part.address ? <p dir="auto">{part.address}</p> : null}
    <CardLink href={mapLink(part)}>
      <bdi className="tabular">
        {part.latitude.toFixed(5)}, {part.longitude.toFixed(5)}
      </bdi>{' '}
      on the map
    </CardLink>
  </Card>
);

const ContactCard = ({ part }: { readonly part: PartOf<'contact'> }) => (
  <Card icon={Contact} title="Contact">
    <p dir="auto" className="font-medium">
      {part.name}
    </p>
    {[...part.phones, ...part.emails].map((address) => (
      <bdi key={address} className="block break-all">
        {address}
      </bdi>
    ))}
  </Card>
);

const Answers = ({ part }: { readonly part: PartOf<'answers'> }) => (
  <dl className="grid grid-cols-[minmax(80px,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 text-13">
    {part.fields.map(({ name, value }, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a form may ask the same twice
      <div key={index} className="contents">
        <dt dir="auto" className="text-text-2">
          {name}
        </dt>
        <dd dir="auto" className="breakable">
          {value}
        </dd>
      </div>
    ))}
  </dl>
);

const Sticker = ({ part: { emoji, name } }: { readonly part: PartOf<'sticker'> }) => (
  <p className="flex items-center gap-2 text-13 text-text-2">
    {emoji ? <span className="text-20">{emoji}</span> : <Smile size={20} aria-hidden />}
    Sticker{name ? <bdi>“{name}”</bdi> : null}
  </p>
);

const Rating = ({ part: { stars, about } }: { readonly part: PartOf<'rating'> }) => (
  <p className="flex flex-wrap items-center gap-x-2 text-13">
    <span className="flex gap-0.5 text-warn" aria-hidden>
      {[1, 2, 3, 4, 5].map((star) => (
        <Star key={star} size={16} fill={star <= stars ? 'currentColor' : 'none'} />
      ))}
    </span>
    <span className="font-medium">{plural(stars, 'star')} of 5</span>
    {about ? (
      <span className="text-text-2">
        for <bdi>{about}</bdi>
      </span>
    ) : null}
  </p>
);
