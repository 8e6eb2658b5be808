import { BellOff, CircleCheck, CircleDashed, CircleOff, type LucideIcon, TriangleAlert } from 'lucide-react';
import { type State, stateNames } from './words.ts';

const looks: Readonly<Record<State, { readonly icon: LucideIcon; readonly tone: string }>> = {
  working: { icon: CircleCheck, tone: 'bg-ok-soft text-ok' },
  failing: { icon: TriangleAlert, tone: 'bg-bad-soft text-bad' },
  silent: { icon: BellOff, tone: 'bg-warn-soft text-warn' },
  disabled: { icon: CircleOff, tone: 'bg-sunken text-text-2' },
  unused: { icon: CircleDashed, tone: 'bg-sunken text-text-2' },
};

/** How a connection fares: icon and word. */
export const StateMark = ({ state }: { readonly state: State }) => {
  const { icon: Icon, tone } = looks[state];
  return (
    <span
      className={`inline-flex h-5 shrink-0 items-center gap-1 rounded-s px-1.5 text-12 font-semibold whitespace-nowrap ${tone}`}
    >
      <Icon size={13} strokeWidth={2.25} aria-hidden />
      {stateNames[state]}
    </span>
  );
};
