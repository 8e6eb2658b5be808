import { Link } from '@tanstack/react-router';
import {
  AlarmClock,
  ArrowRightLeft,
  BellRing,
  CircleCheck,
  CirclePlus,
  Clock,
  Flag,
  type LucideIcon,
  MailWarning,
  Megaphone,
  Merge,
  PhoneForwarded,
  Replace,
  RotateCcw,
  Route,
  Timer,
  TimerReset,
  UserMinus,
  UserRound,
} from 'lucide-react';
import { useBootstrap } from '../api/context.ts';
import type { ConversationEvent } from '../api/types.ts';
import { clockTime, wholeTime } from '../format/time.ts';
import { nowMs } from '../stores/clock.ts';
import { lineConversation, lineReason, lineText, type Names } from './line-words.ts';

const icons: { readonly [Type in ConversationEvent['type']]?: LucideIcon } = {
  ConversationOpened: CirclePlus,
  ConsentChanged: BellRing,
  TaskAdded: PhoneForwarded,
  TaskDone: CircleCheck,
  ConversationJoined: Merge,
  JoinedIntoOther: Merge,
  MessagesMoved: ArrowRightLeft,
  PriorityChanged: Flag,
  DeliveryChanged: MailWarning,
  ConversationAssigned: UserRound,
  ConversationUnassigned: UserMinus,
  WaitingStarted: AlarmClock,
  ConversationTransferred: Replace,
  ConversationSnoozed: Clock,
  ConversationWoken: RotateCcw,
  ConversationResolved: CircleCheck,
  ConversationReopened: RotateCcw,
  DeadlineSet: Timer,
  DeadlineMet: TimerReset,
  EscalationWarned: AlarmClock,
  ConversationEscalated: Megaphone,
};

const tones: { readonly [Type in ConversationEvent['type']]?: string } = {
  ConversationEscalated: 'text-bad',
  DeliveryChanged: 'text-bad',
  EscalationWarned: 'text-warn',
  TaskAdded: 'text-warn',
  TaskDone: 'text-ok',
  DeadlineMet: 'text-ok',
};

/** One thing that Parley or a colleague did, and why; slim, so that the conversation stays the loud part. */
export const SystemLine = ({ event }: { readonly event: ConversationEvent }) => {
  const names = useNames();
  const Icon = icons[event.type] ?? Route;
  const reason = lineReason(event);
  const actor = event.by.kind === 'agent' ? names.agent(event.by.id) : undefined;
  const isNamed = actor !== undefined && reason?.startsWith(actor);
  return (
    <div className="system-line flex gap-3 text-12 text-text-3">
      <span className={`grid h-4 w-7 shrink-0 place-items-center ${tones[event.type] ?? ''}`}>
        <Icon size={14} aria-hidden />
      </span>
      <p className="min-w-0 grow text-pretty">
        <span className={`font-medium ${tones[event.type] ?? 'text-text-2'}`}>{lineText(event, names)}</span>
        {actor && !isNamed ? <> · {actor}</> : null}
        {reason ? <> · {reason}</> : null}
        <OtherConversation id={lineConversation(event)} />
      </p>
      <time dateTime={event.at} title={wholeTime(event.at)} className="tabular shrink-0">
        {clockTime(event.at)}
      </time>
    </div>
  );
};

const OtherConversation = ({ id }: { readonly id: string | undefined }) =>
  id ? (
    <>
      {' · '}
      <Link
        to="/inbox/$view/{-$conversationId}"
        params={{ view: 'open', conversationId: id }}
        className="text-accent underline decoration-current/40 underline-offset-2 hover:decoration-current"
      >
        Open the other one
      </Link>
    </>
  ) : null;

const useNames = (): Names => {
  const { agents, queues } = useBootstrap();
  return {
    agent: (id) => agents.find((agent) => agent.id === id)?.name ?? 'a colleague',
    queue: (id) => queues.find((queue) => queue.id === id)?.name ?? id,
    nowMs: nowMs(),
  };
};
