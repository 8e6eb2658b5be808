import { Ellipsis, FileCode2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { EventOf, Part } from '../api/types.ts';
import { channelNames } from '../format/words.ts';
import { Button } from '../ui/button.tsx';
import { Attachments } from './attachments.tsx';
import { Bubble } from './bubble.tsx';
import { MessageMeta } from './message-meta.tsx';
import { EarlierTexts, Reactions, Transcript, Unsent } from './message-updates.tsx';
import { Quote } from './quote.tsx';
import { RichText } from './rich-text.tsx';
import type { TimelineItem } from './timeline.ts';

const MailHtml = lazy(async () => ({ default: (await import('./mail-html.tsx')).MailHtml }));
const PartView = lazy(async () => ({ default: (await import('./part-view.tsx')).PartView }));

type Received = Extract<TimelineItem, { kind: 'received' }>;
type ReceivedMessageProps = {
  readonly conversationId: string;
  readonly customerName: string;
  readonly item: Received;
};

/** What the customer wrote, and what became of it since. */
export const ReceivedMessage = ({ conversationId, customerName, item }: ReceivedMessageProps) => {
  const { event, updates, isOtherChannel } = item;
  const { message, analysis } = event;
  const deletedAt = event.deletedAt ?? updates.deletedAt;
  return (
    <Bubble
      look="received"
      name={message.sender.name ?? customerName}
      eventId={event.id}
      at={message.sentAt}
      meta={<MessageMeta event={event} isOtherChannel={isOtherChannel} />}
      reason={event.placedBecause && `Came by ${channelNames[message.channel]}: ${event.placedBecause}`}
      footer={<Reactions reactions={updates.reactions} />}
    >
      {deletedAt ? (
        <Unsent who="The customer" at={deletedAt} />
      ) : (
        <MessageContent conversationId={conversationId} item={item} />
      )}
      {analysis?.urgent ? <p className="sr-only">Asks for haste.</p> : null}
    </Bubble>
  );
};

type MessageView = 'text' | 'quote' | 'html';
type MessageContentProps = { readonly conversationId: string; readonly item: Received };

/** Text first, quoted text folded, formatting and images only when asked for; then what is not text. */
const MessageContent = ({ conversationId, item: { event, updates, quoted } }: MessageContentProps) => {
  const { message } = event;
  const [view, setView] = useState<MessageView>('text');
  const current = updates.edits.at(-1)?.text ?? message.text;
  const text = (view === 'quote' ? message.fullText : undefined) ?? current;
  const attachments = [...message.attachments, ...updates.attachments];
  const parts = partsOf(event, updates.call);
  const isEmpty = parts.length === 0 && attachments.length === 0;
  return (
    <>
      <Quote quoted={quoted} />
      {view === 'html' ? (
        <Suspense fallback={<RichText text={text} />}>
          <MailHtml conversationId={conversationId} eventId={event.id} />
        </Suspense>
      ) : (
        <RichText text={text || (isEmpty ? '(no text)' : '')} />
      )}
      <Tools {...foldsOf(message, view)} onView={setView} />
      <Parts parts={parts} hasText={text !== ''} />
      <Attachments conversationId={conversationId} attachments={attachments} />
      <Transcript transcript={updates.transcript} />
      <EarlierTexts original={message.text} edits={updates.edits} />
    </>
  );
};

/** How a call really ended takes the place of how it was first told. */
const partsOf = ({ message }: EventOf<'MessageReceived'>, call: Part | undefined): readonly Part[] =>
  (message.parts ?? []).map((part) => (part.kind === 'call' && call ? call : part));

const Parts = ({ parts, hasText }: { readonly parts: readonly Part[]; readonly hasText: boolean }) =>
  parts.length === 0 ? null : (
    <Suspense fallback={<div className="h-14" />}>
      <div className={`grid gap-2 ${hasText ? 'mt-2' : ''}`}>
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a message never change places
          <PartView key={index} part={part} />
        ))}
      </div>
    </Suspense>
  );

const foldsOf = (
  message: EventOf<'MessageReceived'>['message'],
  view: MessageView,
): { readonly quote: Fold; readonly html: Fold } => {
  const fold = (has: unknown, own: MessageView): Fold => (has ? (view === own ? 'shown' : 'folded') : 'none');
  return { quote: view === 'html' ? 'none' : fold(message.fullText, 'quote'), html: fold(message.htmlKey, 'html') };
};

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
