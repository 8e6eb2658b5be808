import { showMessage } from './bubble.tsx';
import type { Quoted } from './quotes.ts';

/** The message that this one answers; a press leads there. */
export const Quote = ({ quoted }: { readonly quoted: Quoted | undefined }) =>
  quoted ? (
    <button
      type="button"
      onClick={() => showMessage(quoted.eventId)}
      className="mb-2 block w-full rounded-s border-s-2 border-border-strong bg-canvas px-2.5 py-1 text-start text-12 text-text-2 hover-tint"
    >
      <span className="sr-only">In answer to </span>
      <bdi dir="auto" className="font-semibold">
        {quoted.author}
      </bdi>
      <span dir="auto" className="line-clamp-2">
        {quoted.text || 'a message without text'}
      </span>
    </button>
  ) : null;
