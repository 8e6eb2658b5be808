import { ShieldQuestion } from 'lucide-react';
import type { EventOf } from '../api/types.ts';
import { ChannelMark, PublicMark, SentimentMark } from '../ui/chips.tsx';

type MessageMetaProps = { readonly event: EventOf<'MessageReceived'>; readonly isOtherChannel: boolean };

/** Beside the sender's name: how it came, who can read it, how far to trust it. */
export const MessageMeta = ({ event, isOtherChannel }: MessageMetaProps) => {
  const { message, analysis } = event;
  const { sender, channel } = message;
  return (
    <>
      {sender.handle ? <bdi className="truncate">{sender.handle}</bdi> : null}
      {isOtherChannel && !message.isPublic ? (
        <>
          <span aria-hidden>·</span>
          <ChannelMark channel={channel} />
        </>
      ) : null}
      {message.isPublic ? (
        <>
          <span aria-hidden>·</span>
          <PublicMark channel={channel} />
        </>
      ) : null}
      {sender.verified ? null : (
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
