import { Ellipsis, FileCode2, ShieldQuestion } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { EventOf } from '../api/types.ts';
import { channelNames } from '../format/words.ts';
import { Button } from '../ui/button.tsx';
import { SentimentMark } from '../ui/chips.tsx';
import { Attachments } from './attachments.tsx';
import { Bubble } from './bubble.tsx';
import { RichText } from './rich-text.tsx';

const MailHtml = lazy(async () => ({ default: (await import('./mail-html.tsx')).MailHtml }));

type ReceivedMessageProps = {
  readonly conversationId: string;
  readonly customerName: string;
  readonly event: EventOf<'MessageReceived'>;
};

/** What the customer wrote: text first, quoted text folded, formatting and images only when asked for. */
export const ReceivedMessage = ({ conversationId, customerName, event }: ReceivedMessageProps) => {
  const { message, analysis } = event;
  const [view, setView] = useState<MessageView>('text');
  const text = (view === 'quote' ? message.fullText : undefined) ?? message.text;
  return (
    <Bubble
      look="received"
      name={message.sender.name ?? customerName}
      at={message.sentAt}
      meta={<Meta event={event} />}
    >
      {view === 'html' ? (
        <Suspense fallback={<RichText text={text} />}>
          <MailHtml conversationId={conversationId} eventId={event.id} />
        </Suspense>
      ) : (
        <RichText text={text || '(no text)'} />
      )}
      <Tools {...foldsOf(message, view)} onView={setView} />
      <Attachments conversationId={conversationId} attachments={message.attachments} />
      {analysis?.urgent ? <p className="sr-only">Asks for haste.</p> : null}
    </Bubble>
  );
};

const foldsOf = (
  message: EventOf<'MessageReceived'>['message'],
  view: MessageView,
): { readonly quote: Fold; readonly html: Fold } => {
  const fold = (has: unknown, own: MessageView): Fold => (has ? (view === own ? 'shown' : 'folded') : 'none');
  return { quote: view === 'html' ? 'none' : fold(message.fullText, 'quote'), html: fold(message.htmlKey, 'html') };
};

type MessageView = 'text' | 'quote' | 'html';
type Fold = 'none' | 'folded' | 'shown';
type ToolsProps = { readonly quote: Fold; readonly html: Fold; readonly onView: (view: MessageView) => void };

/** The ways to see more of a message than its own words. */
const Tools = ({ quote, html, onView }: ToolsProps) => {
  if (quote === 'none' && html === 'none') return null;
  return (
    <div className="-ms-2 mt-1.5 flex flex-wrap gap-1 no-print">
      {quote === 'none' ? null : (
        <Button look="quiet" className={tool} onPress={() => onView(quote === 'shown' ? 'text' : 'quote')}>
          <Ellipsis size={14} aria-hidden />
          {quote === 'shown' ? 'Hide quoted text' : 'Show quoted text'}
        </Button>
      )}
      {html === 'none' ? null : (
        <Button look="quiet" className={tool} onPress={() => onView(html === 'shown' ? 'text' : 'html')}>
          <FileCode2 size={14} aria-hidden />
          {html === 'shown' ? 'Show as text' : 'Show original formatting'}
        </Button>
      )}
    </div>
  );
};

const tool = 'h-6! px-2! text-12!';

const Meta = ({ event }: { readonly event: EventOf<'MessageReceived'> }) => {
  const { message, analysis } = event;
  return (
    <>
      <span aria-hidden>·</span>
      <span>{channelNames[message.channel]}</span>
      {message.sender.verified ? null : (
        <span className="inline-flex items-center gap-1 text-warn" title="The sender's address could not be confirmed.">
          <ShieldQuestion size={12} aria-hidden />
          sender not confirmed
        </span>
      )}
      {message.automatic ? <span title={message.automatic}>· automatic mail</span> : null}
      {analysis ? (
        <span title={analysis.reason} className="inline-flex">
          <SentimentMark sentiment={analysis.sentiment} />
        </span>
      ) : null}
    </>
  );
};
