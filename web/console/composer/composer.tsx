import { useEffect, useState } from 'react';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import { useLive } from '../live/live-context.ts';
import { drafts } from '../stores/drafts.ts';
import { outbox } from '../stores/outbox.ts';
import { useStore } from '../stores/store.ts';
import { composerMode, composerTextId, leaveComposer } from './composer-focus.ts';
import { ComposerFooter } from './composer-footer.tsx';
import { HeldReply } from './held-reply.tsx';
import { ModeSwitch } from './mode-switch.tsx';
import { Recipients } from './recipients.tsx';
import { useSend } from './use-send.ts';

const typingStopsAfterMs = 6000;

/** Where an answer or a note is written. A note looks like one: amber, locked, never mistaken. */
export const Composer = ({ detail }: { readonly detail: ConversationDetail }) => {
  const { conversation } = detail;
  const mode = useStore(composerMode, (value) => value);
  const text = useStore(drafts.texts, (texts) => texts[`${conversation.id}.${mode}`] ?? '');
  const [cc, setCc] = useState<readonly string[]>(conversation.replyTo?.cc ?? []);
  const held = useStore(outbox, (all) =>
    all.find((item) => item.conversationId === conversation.id && item.state.status === 'held'),
  );
  const send = useSend(detail, { mode, text, cc });
  const noteTyping = useTypingNotice(mode);
  const blocked = mode === 'reply' && conversation.optedOut;
  const isNote = mode === 'note';
  const write = (next: string): void => {
    drafts.write(conversation.id, mode, next);
    noteTyping();
  };
  const onKeyDown = (event: React.KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Escape') leaveComposer();
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send(event.shiftKey && !isNote ? 'and-resolve' : 'only');
  };
  return (
    <div className="shrink-0 px-4 pb-4 no-print max-sm:px-2 max-sm:pb-2">
      <div className="mx-auto max-w-165">
        {held ? <HeldReply item={held} /> : null}
        <section
          aria-label={isNote ? 'Write an internal note' : 'Write a reply'}
          className={`rounded-l border focus-within:border-border-strong ${isNote ? 'border-note-border bg-note-bg text-note-text' : 'border-border bg-surface'}`}
        >
          <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 px-2 pt-2">
            <ModeSwitch mode={mode} />
            <Recipients conversation={conversation} mode={mode} cc={cc} onCc={setCc} hasDraft={text !== ''} />
          </div>
          {blocked ? (
            <p className="px-3 py-4 text-13 text-warn">
              This customer asked not to be written to here. You can still add an internal note.
            </p>
          ) : (
            <textarea
              id={composerTextId}
              dir="auto"
              value={text}
              aria-label={isNote ? 'Internal note' : 'Reply'}
              placeholder={isNote ? 'Only colleagues see this' : 'Write a reply'}
              onChange={(event) => write(event.target.value)}
              onKeyDown={onKeyDown}
              className="block field-sizing-content max-h-[38vh] min-h-18 max-sm:min-h-11 w-full resize-none bg-transparent px-3 py-2 text-14 outline-none! placeholder:text-current/65"
            />
          )}
          <ComposerFooter conversation={conversation} mode={mode} text={text} isBlocked={blocked} onSend={send} />
        </section>
      </div>
    </div>
  );
};

/** Tells colleagues that an answer is being written, and when it no longer is. Notes cross nobody's answer. */
const useTypingNotice = (mode: 'reply' | 'note'): (() => void) => {
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
