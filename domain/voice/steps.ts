import type { CallContext, CallOutcome, CallState, NextStep, Saying } from './call.ts';
import { inLanguage, type Spoken, type VoiceSettings } from './settings.ts';

/** Sentences in the caller's language. */
export const says = ({ language }: CallState, ...spoken: readonly Spoken[]): readonly Saying[] =>
  spoken.map((one) => ({ text: inLanguage(one, language), language }));

export const hangUp = (state: CallState, said: readonly Saying[], outcome: CallOutcome): NextStep => ({
  kind: 'hang-up',
  state,
  says: said,
  outcome,
});

type Without = { readonly how: VoiceSettings['whenClosed']; readonly says: readonly Saying[] };

/** What a caller is offered whom no agent can speak with now. Who hides the number cannot be called back. */
export function withoutAgent(context: CallContext, state: CallState, { how, says: before }: Without): NextStep {
  const { settings, hasNumber } = context;
  if (how === 'goodbye') return hangUp(state, [...before, ...says(state, settings.goodbye)], 'missed');
  if (how === 'call-back' && hasNumber) {
    const offer = says(state, settings.callBackOffer);
    return { kind: 'ask', about: 'call-back', words: [], state, says: [...before, ...offer] };
  }
  return { kind: 'voicemail', state, says: [...before, ...says(state, settings.voicemail)] };
}
