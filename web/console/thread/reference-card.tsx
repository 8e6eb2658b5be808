import { Link2, type LucideIcon, Newspaper, Package, ShoppingBag } from 'lucide-react';
import type { PartOf } from '../api/types.ts';
import { Card, CardLink } from './card.tsx';
import { safeLink } from './safe-link.ts';

type What = PartOf<'reference'>['what'];

const words: Record<What, string> = {
  story: 'Answers our story',
  'story-mention': 'Mentions us in a story',
  post: 'About a post',
  advertisement: 'Came by an advertisement',
  product: 'About a product',
  order: 'Order',
  link: 'Link',
  page: 'Written on the page',
};

const icons: Partial<Record<What, LucideIcon>> = {
  post: Newspaper,
  product: Package,
  order: ShoppingBag,
};

/** What the message is about or shares; a link only where it is safe to follow. */
export const ReferenceCard = ({ part }: { readonly part: PartOf<'reference'> }) => {
  const { what, title, text, url, id } = part;
  const href = safeLink(url);
  return (
    <Card icon={icons[what] ?? Link2} title={words[what]}>
      {title ? (
        <p dir="auto" className="font-medium">
          {title}
        </p>
      ) : null}
      {text ? (
        <p dir="auto" className="breakable line-clamp-4">
          {text}
        </p>
      ) : null}
      {href ? (
        <CardLink href={href}>
          <bdi className="break-all">{shortened(href)}</bdi>
        </CardLink>
      ) : null}
      {!href && url ? <bdi className="block break-all text-text-2">{url}</bdi> : null}
      {title || text || url || !id ? null : <bdi className="block break-all text-text-2">{id}</bdi>}
    </Card>
  );
};

const mostShown = 60;

/** The site, and as much of the path as fits. */
const shortened = (href: string): string => {
  const text = href.replace(/^https:\/\/(www\.)?/, '').replace(/\/$/, '');
  return text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
};
