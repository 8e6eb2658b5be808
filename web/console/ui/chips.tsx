import { ArrowDown, ChevronsUp, Frown, Globe, Meh, PauseCircle, Timer, TriangleAlert } from 'lucide-react';
import type { ConversationRow } from '#functions/agent-api/contract.ts';
import type { Channel, Priority } from '../api/types.ts';
import { channelIcons } from '../format/channel-icons.ts';
import { type SlaTone, slaState } from '../format/sla.ts';
import { age, moment, wholeTime } from '../format/time.ts';
import { channelNames, priorityNames, publicWord } from '../format/words.ts';
import { useTicking } from '../stores/clock.ts';

const tones: Record<SlaTone, string> = {
  calm: 'bg-sunken text-text-2',
  soon: 'bg-warn-soft text-warn',
  over: 'bg-bad-soft text-bad',
};
const chip =
  'tabular inline-flex h-4 shrink-0 items-center gap-1 rounded-s px-1 text-11 font-semibold whitespace-nowrap';

/** Time left for the reply: neutral, amber within the hour, red once late; a pause while snoozed. */
export const SlaChip = ({ row }: { readonly row: Pick<ConversationRow, 'deadline' | 'stage'> }) => {
  if (row.stage.status === 'snoozed') return <SnoozedChip until={row.stage.until} />;
  return row.deadline && row.stage.status === 'open' ? <DeadlineChip dueAt={row.deadline.dueAt} /> : null;
};

const DeadlineChip = ({ dueAt }: { readonly dueAt: string }) => {
  const tone = useTicking((now) => slaState(dueAt, now).tone);
  const text = useTicking((now) => slaState(dueAt, now).text);
  const Icon = tone === 'over' ? TriangleAlert : Timer;
  return (
    <span className={`${chip} ${tones[tone]}`} title={`Reply due ${wholeTime(dueAt)}`}>
      {tone === 'calm' ? null : <Icon size={11} strokeWidth={2.25} aria-hidden />}
      <span className="sr-only">{tone === 'over' ? 'Reply late: ' : 'Reply due in '}</span>
      {text}
    </span>
  );
};

const SnoozedChip = ({ until }: { readonly until: string }) => (
  <span className={`${chip} bg-sunken text-text-2`}>
    <PauseCircle size={11} aria-hidden />
    <span className="sr-only">Snoozed until </span>
    {useTicking((now) => moment(until, now))}
  </span>
);

/** Shown only when it matters: negative or mixed, as icon and word. */
export const SentimentMark = ({ sentiment }: Pick<ConversationRow, 'sentiment'>) => {
  if (sentiment !== 'NEGATIVE' && sentiment !== 'MIXED') return null;
  const [Icon, word, tone] =
    sentiment === 'NEGATIVE' ? ([Frown, 'Negative', 'text-bad'] as const) : ([Meh, 'Mixed', 'text-warn'] as const);
  return (
    <span className={`inline-flex items-center gap-1 text-11 font-medium ${tone}`}>
      <Icon size={12} aria-hidden />
      {word}
    </span>
  );
};

/** Nothing for the usual; a word for what stands out. */
export const PriorityMark = ({ priority }: { readonly priority: Priority }) => {
  if (priority === 'normal') return null;
  const tone = { urgent: 'text-bad', high: 'text-warn', low: 'text-text-3' }[priority];
  const Icon = priority === 'low' ? ArrowDown : ChevronsUp;
  return (
    <span className={`inline-flex items-center gap-0.5 text-11 font-medium ${tone}`}>
      <Icon size={12} strokeWidth={2.25} aria-hidden />
      {priorityNames[priority]}
    </span>
  );
};

export const ChannelIcon = ({ channel, size = 14 }: { readonly channel: Channel; readonly size?: number }) => {
  const Icon = channelIcons[channel];
  return <Icon size={size} className="text-text-3" role="img" aria-label={channelNames[channel]} />;
};

/** A channel in drawing and word. */
export const ChannelMark = ({ channel }: { readonly channel: Channel }) => {
  const Icon = channelIcons[channel];
  return (
    <span className="inline-flex shrink-0 items-center gap-1">
      <Icon size={12} aria-hidden />
      {channelNames[channel]}
    </span>
  );
};

/** Said wherever everybody can read along. */
export const PublicMark = ({ channel }: { readonly channel: Channel }) => (
  <span className="inline-flex shrink-0 items-center gap-1 font-medium text-warn" title="Everybody can read this">
    <Globe size={12} aria-hidden />
    {publicWord(channel)}
  </span>
);

/** How long ago, kept current by the shared timer. */
export const Age = ({ at, className = '' }: { readonly at: string; readonly className?: string }) => (
  <time dateTime={at} title={wholeTime(at)} className={`tabular ${className}`}>
    {useTicking((now) => age(at, now))}
  </time>
);
