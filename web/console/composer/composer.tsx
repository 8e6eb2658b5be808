import { lazy, Suspense } from 'react';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import { outbox } from '../stores/outbox.ts';
import { useStore } from '../stores/store.ts';
import { leaveComposer } from './composer-focus.ts';
import { ComposerFooter } from './composer-footer.tsx';
import { HeldReply } from './held-reply.tsx';
import { ModeSwitch } from './mode-switch.tsx';
import { Recipients } from './recipients.tsx';
import { TextBox } from './text-box.tsx';
import { type Composing, useComposer } from './use-composer.ts';
import { WindowLine } from './window-line.tsx';

const NoText = lazy(async () => ({ default: (await import('./no-text.tsx')).NoText }));
const TemplatePicker = lazy(async () => ({ default: (await import('./template-picker.tsx')).TemplatePicker }));
const AttachedList = lazy(async () => ({ default: (await import('./attached-list.tsx')).AttachedList }));

/** Where an answer or a note is written. A note looks like one: amber, locked, never mistaken. */
export const Composer = ({ detail }: { readonly detail: ConversationDetail }) => {
  const composing = useComposer(detail);
  const { conversation, written } = composing;
  const held = useStore(outbox, (all) =>
    all.find((item) => item.conversationId === conversation.id && item.state.status === 'held'),
  );
  const isNote = written.mode === 'note';
  return (
    <div className="shrink-0 px-4 pb-4 no-print max-sm:px-2 max-sm:pb-2">
      <div className="mx-auto max-w-165">
        {held ? <HeldReply item={held} /> : null}
        <section
          aria-label={isNote ? 'Write an internal note' : 'Write a reply'}
          className={`rounded-l border focus-within:border-border-strong ${isNote ? 'border-note-border bg-note-bg text-note-text' : 'border-border bg-surface'}`}
          {...handlers(composing)}
        >
          <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 px-2 pt-2">
            <ModeSwitch mode={written.mode} />
            <Recipients composing={composing} />
          </div>
          {written.way && !isNote ? <WindowLine way={written.way} /> : null}
          <Suspense fallback={<div className="h-18" />}>
            <Input composing={composing} />
          </Suspense>
          <ComposerFooter composing={composing} />
        </section>
      </div>
    </div>
  );
};

/** What the channel takes now: words and files, a template, or nothing in writing. */
const Input = ({ composing }: { readonly composing: Composing }) => {
  const { written, input, setTemplate } = composing;
  if (input === 'none') return <NoText composing={composing} />;
  if (input === 'template' && written.way)
    return <TemplatePicker way={written.way} draft={written.template} onChange={setTemplate} />;
  return (
    <>
      <TextBox composing={composing} />
      {written.mode === 'reply' && written.files.length > 0 ? <AttachedList files={written.files} /> : null}
    </>
  );
};

const isSendKey = ({ key, ctrlKey, metaKey, nativeEvent }: React.KeyboardEvent): boolean =>
  key === 'Enter' && (ctrlKey || metaKey) && !nativeEvent.isComposing;

/** Keys and dropped files, wherever in the composer they come. */
const handlers = ({ written, attach, send }: Composing) => ({
  onKeyDown: (event: React.KeyboardEvent): void => {
    // A menu of the composer lies elsewhere in the page, and its keys come through here too.
    if (!(event.target instanceof Node && event.currentTarget.contains(event.target))) return;
    if (event.key === 'Escape') leaveComposer();
    if (!isSendKey(event)) return;
    event.preventDefault();
    send(event.shiftKey && written.mode === 'reply' ? 'and-resolve' : 'only');
  },
  onDragOver: (event: React.DragEvent): void => {
    if (event.dataTransfer.types.includes('Files')) event.preventDefault();
  },
  onDrop: (event: React.DragEvent): void => {
    const files = [...event.dataTransfer.files];
    if (files.length === 0) return;
    event.preventDefault();
    attach(files);
  },
});
