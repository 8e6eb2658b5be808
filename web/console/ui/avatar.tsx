import type { Presence } from '../api/types.ts';
import { initials, presenceNames } from '../format/words.ts';

const dots: Record<Presence, string> = {
  available: 'bg-ok',
  away: 'bg-warn',
  offline: 'border-2 border-border-strong bg-surface',
};
const sizes = { 20: 'size-5 text-[9px]', 28: 'size-7 text-11', 36: 'size-9 text-13' } as const;

type AvatarProps = { readonly name: string; readonly size?: keyof typeof sizes; readonly presence?: Presence };

/** Initials in a circle; drawn, not written, since the name stands beside it or is the control's own. */
export const Avatar = ({ name, size = 28, presence }: AvatarProps) => (
  <span className="relative inline-flex shrink-0" aria-hidden>
    <span
      data-initials={initials(name)}
      className={`grid place-items-center rounded-full bg-[color-mix(in_oklab,var(--text)_11%,var(--surface))] font-semibold text-text-2 before:content-[attr(data-initials)] ${sizes[size]}`}
    />
    {presence ? (
      <span
        title={presenceNames[presence]}
        className={`absolute -end-0.5 -bottom-0.5 size-2.5 rounded-full outline-2 outline-surface ${dots[presence]}`}
      />
    ) : null}
  </span>
);
