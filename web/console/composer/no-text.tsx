import { Link } from '@tanstack/react-router';
import { NotebookPen, PhoneCall } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Conversation, ReplyOption } from '../api/types.ts';
import { windowWords } from '../format/window-words.ts';
import { interactionDialog } from '../interactions/dialog-store.ts';
import { useTicking } from '../stores/clock.ts';
import { Button } from '../ui/button.tsx';
import type { Composing } from './use-composer.ts';

const Instead = ({ children }: { readonly children: ReactNode }) => (
  <div className="px-3 py-4 text-13 text-warn">{children}</div>
);

/** In place of the text box: why nothing can be written, and what can be done. */
export const NoText = ({ composing }: { readonly composing: Composing }) => {
  const { conversation, ways } = composing;
  if (conversation.joinedInto) return <JoinedElsewhere into={conversation.joinedInto} />;
  if (!ways.chosen) return <OptedOut />;
  if (ways.all.every(({ maxText }) => maxText === 0))
    return <CallBack to={ways.chosen.to} conversationId={conversation.id} />;
  return <Blocked way={ways.chosen} others={ways.all.filter(({ may }) => may !== 'nothing').length} />;
};

/** Nothing can be written here now: why, and what remains. */
const Blocked = ({ way, others }: { readonly way: ReplyOption; readonly others: number }) => {
  const words = useTicking((now) => windowWords(way, now));
  return (
    <Instead>
      <p>
        {words}. You can still add an internal note{others > 0 ? ', or answer another way' : ''}.
      </p>
    </Instead>
  );
};

const OptedOut = () => (
  <Instead>
    <p>This customer asked not to be written to here. You can still add an internal note.</p>
  </Instead>
);

/** Whoever can only be called. */
const CallBack = ({ to, conversationId }: { readonly to: string; readonly conversationId: string }) => (
  <div className="flex items-start gap-3 px-3 py-4 text-13">
    <PhoneCall size={16} className="mt-0.5 text-text-3" aria-hidden />
    <div className="grid gap-1">
      <p className="font-semibold">
        Call back{' '}
        <a href={`tel:${to}`} className="text-accent underline underline-offset-2">
          <bdi>{to}</bdi>
        </a>
      </p>
      <p className="text-text-2">
        This customer can only be reached by phone. Enter afterwards what was said, so that colleagues know.
      </p>
      <Button className="mt-1 w-fit" onPress={() => interactionDialog.set({ kind: 'log', conversationId })}>
        <NotebookPen size={14} aria-hidden />
        Enter the call
      </Button>
    </div>
  </div>
);

/** The customer's matter goes on in another conversation. */
const JoinedElsewhere = ({ into }: { readonly into: NonNullable<Conversation['joinedInto']> }) => (
  <Instead>
    <p>
      This conversation was joined into another one.{' '}
      <Link
        to="/inbox/$view/{-$conversationId}"
        params={{ view: 'open', conversationId: into }}
        className="font-semibold underline underline-offset-2"
      >
        Answer there
      </Link>
    </p>
  </Instead>
);
