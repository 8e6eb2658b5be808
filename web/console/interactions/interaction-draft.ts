import type { NewInteraction } from '#functions/agent-api/contract.ts';
import { nowMs } from '../stores/clock.ts';
import type { Choice } from './fields.tsx';
import { localInput } from './local-time.ts';

type Interaction = NewInteraction['interaction'];

/** As it is typed. */
export type InteractionDraft = Readonly<Record<'kind' | 'outcome' | 'at' | 'minutes' | 'people' | 'text', string>>;

export const kinds = [
  { id: 'phone', name: 'Phone call' },
  { id: 'in-person', name: 'In person' },
  { id: 'video', name: 'Video call' },
  { id: 'letter', name: 'Letter' },
  { id: 'other', name: 'Something else' },
] as const satisfies readonly (Choice & { id: Interaction['kind'] })[];

export const outcomes = [
  { id: 'information', name: 'For information' },
  { id: 'resolved', name: 'It is settled' },
  { id: 'follow-up', name: 'Needs a follow-up' },
  { id: 'no-answer', name: 'Nobody answered' },
] as const satisfies readonly (Choice & { id: Interaction['outcome'] })[];

export const emptyInteraction = (): InteractionDraft => ({
  kind: 'phone',
  outcome: 'information',
  at: localInput(new Date(nowMs())),
  minutes: '',
  people: '',
  text: '',
});

const idIn = <Id extends string>(choices: readonly { readonly id: Id }[], id: string): Id | undefined =>
  choices.find((choice) => choice.id === id)?.id;

/** The interaction, once all of it is there. */
export const interactionOf = (draft: InteractionDraft): Interaction | undefined => {
  const kind = idIn(kinds, draft.kind);
  const outcome = idIn(outcomes, draft.outcome);
  const at = new Date(draft.at);
  const text = draft.text.trim();
  if (!kind || !outcome || Number.isNaN(at.getTime()) || text === '') return undefined;
  return {
    kind,
    outcome,
    at: at.toISOString(),
    text,
    people: draft.people
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
    ...(draft.minutes === '' ? {} : { durationMinutes: Number(draft.minutes) }),
  };
};
