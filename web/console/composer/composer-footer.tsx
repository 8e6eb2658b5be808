import { Lock, SendHorizontal } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { AttachButton } from './attach-button.tsx';
import { checkWritten, type Written } from './check-written.ts';
import { TextLength } from './text-length.tsx';
import type { Composing } from './use-composer.ts';

/** Files, how long it is, and the ways to send it. */
export const ComposerFooter = ({ composing }: { readonly composing: Composing }) => {
  const { conversation, written, send } = composing;
  const { isReady } = checkWritten(written);
  const canResolve = written.mode === 'reply' && conversation.stage.status !== 'resolved';
  if (composing.input === 'none') return null;
  return (
    <div className="flex flex-wrap items-center justify-end gap-2 px-2 pb-2">
      <Beside composing={composing} />
      {canResolve ? (
        <Button isDisabled={!isReady} onPress={() => send('and-resolve')}>
          Send and resolve
        </Button>
      ) : null}
      <SendButton written={written} isReady={isReady} onSend={() => send('only')} />
    </div>
  );
};

/** Files, the length, and why it cannot be sent as it is. */
const Beside = ({ composing: { written, input, attach } }: { readonly composing: Composing }) => {
  const { mode, text, files, way } = written;
  const { why } = checkWritten(written);
  const isText = mode === 'reply' && input === 'text';
  return (
    <div className="me-auto flex min-h-(--ctl) items-center gap-2">
      {isText && way?.files ? <AttachButton onFiles={attach} /> : null}
      {isText && way ? <TextLength text={text} files={files} way={way} /> : null}
      {why ? (
        <span role="status" className="text-12 text-warn">
          {why}
        </span>
      ) : null}
    </div>
  );
};

type SendButtonProps = { readonly written: Written; readonly isReady: boolean; readonly onSend: () => void };

const SendButton = ({ written: { mode, way }, isReady, onSend }: SendButtonProps) => {
  const isNote = mode === 'note';
  return (
    <Button
      look={isNote ? 'note' : 'primary'}
      className={isNote ? 'bg-surface!' : ''}
      isDisabled={!isReady}
      onPress={onSend}
    >
      {isNote ? <Lock size={14} aria-hidden /> : <SendHorizontal size={14} className="rtl:-scale-x-100" aria-hidden />}
      {isNote ? 'Add note' : way?.isPublic ? 'Send publicly' : 'Send'}
      <Kbd className="max-sm:hidden">Ctrl ↵</Kbd>
    </Button>
  );
};
