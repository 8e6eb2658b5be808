import { X } from 'lucide-react';
import { ChannelMenu } from './channel-menu.tsx';
import { copiesOf } from './check-written.ts';
import type { Composing } from './use-composer.ts';

/** Who will read it and by which channel: always in sight, before it is sent. */
export const Recipients = ({ composing }: { readonly composing: Composing }) => {
  const { conversation, written, ways, setCc } = composing;
  const { mode, cc, text } = written;
  const saved = text === '' ? '' : ' · Draft saved';
  if (mode === 'note') return <span className="ms-auto pe-1 text-12">Colleagues only{saved}</span>;
  return (
    <span className="ms-auto flex min-w-0 flex-wrap items-center justify-end gap-1 pe-1 text-12 text-text-2">
      {ways.chosen ? (
        <ChannelMenu ways={ways} chosen={ways.chosen} />
      ) : (
        <span className="truncate">
          To <bdi>{conversation.replyTo?.address ?? conversation.customerName}</bdi>
        </span>
      )}
      {copiesOf(written, conversation).map((address) => (
        <span key={address} className="inline-flex h-5 items-center gap-0.5 rounded-s bg-sunken ps-1.5">
          Cc <bdi>{address}</bdi>
          <button
            type="button"
            aria-label={`Remove ${address} from the copies`}
            onClick={() => setCc(cc.filter((each) => each !== address))}
            className="grid size-6 place-items-center rounded-s hover-tint"
          >
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
      <span role="status">{saved}</span>
    </span>
  );
};
