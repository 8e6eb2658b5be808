import { useEffect, useState } from 'react';
import { useLive } from '../live/live-context.ts';
import { drafts, type Mode } from '../stores/drafts.ts';
import { composerTextId } from './composer-focus.ts';
import type { Composing } from './use-composer.ts';

const typingStopsAfterMs = 6000;

/** The words of an answer or a note; pasted files are attached. */
export const TextBox = ({ composing }: { readonly composing: Composing }) => {
  const { conversation, written, attach } = composing;
  const { mode, text } = written;
  const isNote = mode === 'note';
  const noteTyping = useTypingNotice(mode);
  const write = (next: string): void => {
    drafts.write(conversation.id, mode, next);
    noteTyping();
  };
  const paste = (event: React.ClipboardEvent): void => {
    const files = [...event.clipboardData.files];
    if (files.length === 0 || isNote) return;
    event.preventDefault();
    attach(files);
  };
  return (
    <textarea
      id={composerTextId}
      dir="auto"
      value={text}
      aria-label={isNote ? 'Internal note' : 'Reply'}
      placeholder={isNote ? 'Only colleagues see this' : 'Write a reply'}
      onChange={(event) => write(event.target.value)}
      onPaste={paste}
      className="block field-sizing-content max-h-[38vh] min-h-18 max-sm:min-h-11 w-full resize-none bg-transparent px-3 py-2 text-14 outline-none! placeholder:text-current/65"
    />
  );
};

/** Tells colleagues that an answer is being written, and when it no longer is. Notes cross nobody's answer. */
const useTypingNotice = (mode: Mode): (() => void) => {
  const live = useLive();
  const [typedAt, setTypedAt] = useState(0);
  useEffect(() => {
    if (typedAt === 0) return;
    const timer = setTimeout(() => live?.doing('viewing'), typingStopsAfterMs);
    return () => clearTimeout(timer);
  }, [live, typedAt]);
  return () => {
    if (mode !== 'reply') return;
    live?.doing('replying');
    setTypedAt(Date.now());
  };
};
