import { Globe, Hourglass } from 'lucide-react';
import type { ReplyOption } from '../api/types.ts';
import { windowWords } from '../format/window-words.ts';
import { useTicking } from '../stores/clock.ts';

/** What the channel takes now and until when, and that everybody reads along. */
export const WindowLine = ({ way }: { readonly way: ReplyOption }) => {
  const words = useTicking((now) => (way.may === 'nothing' ? undefined : windowWords(way, now)));
  return (
    <>
      {way.isPublic ? (
        <p className="mx-2 mt-1.5 flex items-center gap-1.5 rounded-m bg-warn-soft px-2 py-1.5 text-12 font-semibold text-warn">
          <Globe size={14} aria-hidden />
          Everybody can read this answer.
        </p>
      ) : null}
      {words ? (
        <p
          className={`flex items-center gap-1.5 px-3 pt-1.5 text-12 ${way.may === 'anything' ? 'text-text-3' : 'text-warn'}`}
        >
          <Hourglass size={12} aria-hidden />
          {words}
        </p>
      ) : null}
    </>
  );
};
