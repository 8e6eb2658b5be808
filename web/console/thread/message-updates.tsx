import { Eraser } from 'lucide-react';
import { useBootstrap } from '../api/context.ts';
import { clockTime, wholeTime } from '../format/time.ts';
import type { Reaction, Updates } from './fold-updates.ts';
import { RichText } from './rich-text.tsx';

/** What was there was deleted here too. */
export const Unsent = ({ who, at }: { readonly who: string; readonly at: string }) => (
  <p className="flex items-center gap-1.5 text-13 text-text-2 italic" title={wholeTime(at)}>
    <Eraser size={14} aria-hidden />
    {who} unsent this message
  </p>
);

/** How people answered without words; on the edge of the bubble. */
export const Reactions = ({ reactions }: Pick<Updates, 'reactions'>) => {
  const nameOf = useActorName();
  if (reactions.length === 0) return null;
  return (
    <ul aria-label="Reactions" className="relative -mt-2 flex flex-wrap gap-1 ps-3">
      {reactions.map((reaction) => (
        <li
          key={nameOf(reaction.by)}
          title={wholeTime(reaction.at)}
          className="inline-flex h-6 items-center gap-1 rounded-full border border-border bg-raised px-2 text-12 text-text-2"
        >
          <span className="text-14">{reaction.emoji}</span>
          {nameOf(reaction.by)}
        </li>
      ))}
    </ul>
  );
};

const useActorName = (): ((by: Reaction['by']) => string) => {
  const { agents } = useBootstrap();
  return (by) => {
    if (by.kind === 'customer') return 'Customer';
    return by.kind === 'agent' ? (agents.find(({ id }) => id === by.id)?.name ?? 'A colleague') : 'Us';
  };
};

type EarlierTextsProps = { readonly original: string; readonly edits: Updates['edits'] };

/** That it reads otherwise now, and how it read before. */
export const EarlierTexts = ({ original, edits }: EarlierTextsProps) => {
  const last = edits.at(-1);
  if (!last) return null;
  const earlier = [original, ...edits.slice(0, -1).map(({ text }) => text)];
  return (
    <details className="mt-1.5 text-12 text-text-2">
      <summary className="w-fit cursor-pointer rounded-s py-1">
        Edited <time dateTime={last.at}>{clockTime(last.at)}</time> · how it read before
      </summary>
      {earlier.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: wordings are only added
        <div key={index} className="mt-1 border-s-2 border-border ps-2.5 text-13">
          <RichText text={text || '(no text)'} />
        </div>
      ))}
    </details>
  );
};

/** What was spoken, once somebody wrote it down. */
export const Transcript = ({ transcript }: { readonly transcript: string | undefined }) =>
  transcript ? (
    <details className="mt-2 text-13">
      <summary className="w-fit cursor-pointer rounded-s py-1 text-12 text-text-2">Transcript</summary>
      <div className="mt-1 border-s-2 border-border ps-2.5">
        <RichText text={transcript} />
      </div>
    </details>
  ) : null;
