import type { Agent } from '../agents/agent.ts';
import type { callOutcomes } from '../channels/part.ts';
import type { BusinessCalendar } from '../escalation/business-hours.ts';
import type { Instant } from '../kernel/clock.ts';
import type { Queue } from '../routing/queue.ts';
import type { VoiceSettings } from './settings.ts';

export type CallOutcome = (typeof callOutcomes)[number];

/** What is known of a call so far. It travels with the call from step to step, so that nothing has to be stored. */
export type CallState = {
  /** As in `$VoiceSettings.languages`. */
  readonly language: string;
  /** Keys pressed from menu to menu. */
  readonly path: readonly string[];
  readonly queueId: string;
  /** Agents who were rung; the last one is the one rung now. */
  readonly tried: readonly string[];
  /** Tries at the present menu that led nowhere. */
  readonly misses: number;
};

/** What came of the step before. */
export type Heard =
  | { readonly kind: 'began' }
  | { readonly kind: 'language'; readonly digits: string }
  | { readonly kind: 'menu'; readonly digits: string; readonly speech: string }
  /** `hung-up`: the caller did while it rang. */
  | { readonly kind: 'dialled'; readonly result: 'answered' | 'unanswered' | 'hung-up' }
  | { readonly kind: 'recorded'; readonly seconds: number }
  | { readonly kind: 'call-back'; readonly digits: string };

export type Saying = { readonly text: string; readonly language: string };

export type NextStep = { readonly state: CallState; readonly says: readonly Saying[] } & (
  | {
      readonly kind: 'ask';
      readonly about: 'language' | 'menu' | 'call-back';
      /** Words that are understood; none where only keys are. */
      readonly words: readonly string[];
    }
  | { readonly kind: 'dial'; readonly phone: string }
  | { readonly kind: 'voicemail' }
  /** The outcome that the call thereby has. */
  | { readonly kind: 'hang-up'; readonly outcome: CallOutcome }
);

/** What a decision about a call looks at. */
export type CallContext = {
  readonly settings: VoiceSettings;
  readonly now: Instant;
  /** The one named by the settings; without it the line is always open. */
  readonly calendar: BusinessCalendar | undefined;
  readonly queues: readonly Queue[];
  readonly agents: readonly Agent[];
  /** False for callers who hide their number. */
  readonly hasNumber: boolean;
};
