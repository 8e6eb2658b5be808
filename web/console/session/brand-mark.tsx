import { MessageCircle } from 'lucide-react';

export const BrandMark = ({ size = 28 }: { readonly size?: number }) => (
  <span
    className="grid shrink-0 place-items-center rounded-[27%] bg-accent text-on-accent"
    style={{ width: size, height: size }}
    aria-hidden
  >
    <MessageCircle size={size * 0.58} />
  </span>
);
