import { Lock, SendHorizontal } from 'lucide-react';
import type { Conversation } from '../api/types.ts';
import { smsSize } from '../format/sms-segments.ts';
import { plural } from '../format/words.ts';
import type { Mode } from '../stores/drafts.ts';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import type { SendWay } from './use-send.ts';

type ComposerFooterProps = {
  readonly conversation: Conversation;
  readonly mode: Mode;
  readonly text: string;
  readonly isBlocked: boolean;
  readonly onSend: (way: SendWay) => void;
};

/** How long it is, and the ways to send it. */
export const ComposerFooter = ({ conversation, mode, text, isBlocked, onSend }: ComposerFooterProps) => {
  const isNote = mode === 'note';
  const isDisabled = isBlocked || text.trim() === '';
  const canResolve = !isNote && conversation.stage.status !== 'resolved';
  return (
    <div className="flex flex-wrap items-center justify-end gap-2 px-2 pb-2">
      {conversation.channel === 'sms' && !isNote ? <SmsLength text={text} /> : null}
      {canResolve ? (
        <Button isDisabled={isDisabled} onPress={() => onSend('and-resolve')}>
          Send and resolve
        </Button>
      ) : null}
      <Button
        look={isNote ? 'note' : 'primary'}
        className={isNote ? 'bg-surface!' : ''}
        isDisabled={isDisabled}
        onPress={() => onSend('only')}
      >
        {isNote ? (
          <Lock size={14} aria-hidden />
        ) : (
          <SendHorizontal size={14} className="rtl:-scale-x-100" aria-hidden />
        )}
        {isNote ? 'Add note' : 'Send'}
        <Kbd className="max-sm:hidden">Ctrl ↵</Kbd>
      </Button>
    </div>
  );
};

/** What the network will count: each segment is charged. */
const SmsLength = ({ text }: { readonly text: string }) => {
  const { segments, left, encoding } = smsSize(text);
  return (
    <span
      className={`tabular me-auto ps-1 text-12 ${segments > 3 ? 'text-warn' : 'text-text-3'}`}
      title={encoding === 'UCS-2' ? 'A character outside the GSM alphabet halves what fits.' : 'GSM alphabet'}
    >
      {plural(segments, 'segment')} · {left} left{encoding === 'UCS-2' ? ' · Unicode' : ''}
    </span>
  );
};
