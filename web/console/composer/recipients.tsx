import { X } from 'lucide-react';
import type { Conversation } from '../api/types.ts';
import type { Mode } from '../stores/drafts.ts';

type RecipientsProps = {
  readonly conversation: Conversation;
  readonly mode: Mode;
  readonly cc: readonly string[];
  readonly onCc: (cc: readonly string[]) => void;
  readonly hasDraft: boolean;
};

/** Who will read it: always in sight, before it is sent. */
export const Recipients = ({ conversation, mode, cc, onCc, hasDraft }: RecipientsProps) => {
  const saved = hasDraft ? ' · Draft saved' : '';
  if (mode === 'note') return <span className="ms-auto pe-1 text-12">Colleagues only{saved}</span>;
  return (
    <span className="ms-auto flex min-w-0 flex-wrap items-center justify-end gap-1 pe-1 text-12 text-text-2">
      <span className="truncate">
        To <bdi>{conversation.replyTo?.address ?? conversation.customerName}</bdi>
      </span>
      {conversation.channel === 'email'
        ? cc.map((address) => (
            <span key={address} className="inline-flex h-5 items-center gap-0.5 rounded-s bg-sunken ps-1.5">
              Cc <bdi>{address}</bdi>
              <button
                type="button"
                aria-label={`Remove ${address} from the copies`}
                onClick={() => onCc(cc.filter((each) => each !== address))}
                className="grid size-6 place-items-center rounded-s hover-tint"
              >
                <X size={12} aria-hidden />
              </button>
            </span>
          ))
        : null}
      <span role="status">{saved}</span>
    </span>
  );
};
