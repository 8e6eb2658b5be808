import type { KeyboardEvent, PointerEvent } from 'react';
import { preferences, setPreference } from '../preferences/preferences.ts';
import { useStore } from '../stores/store.ts';

const [narrowest, widest, step] = [280, 480, 16];
const clamp = (width: number): number => Math.min(widest, Math.max(narrowest, Math.round(width)));

/** The border between list and thread: dragged, or moved with the arrow keys. */
export const ResizeHandle = () => {
  const width = useStore(preferences, (value) => value.listWidth);
  const resize = (to: number): void => setPreference({ listWidth: clamp(to) });
  const drag = ({ currentTarget, pointerId, clientX }: PointerEvent<HTMLElement>): void => {
    currentTarget.setPointerCapture(pointerId);
    const sign = getComputedStyle(currentTarget).direction === 'rtl' ? -1 : 1;
    currentTarget.onpointermove = (event) => resize(width + sign * (event.clientX - clientX));
    currentTarget.onpointerup = () => {
      currentTarget.onpointermove = null;
    };
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    resize(width + (event.key === 'ArrowRight' ? step : -step));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be moved
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the list"
      aria-valuenow={width}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      tabIndex={0}
      onPointerDown={drag}
      onKeyDown={press}
      className="relative z-10 w-px shrink-0 cursor-col-resize touch-none bg-border outline-none after:absolute after:inset-y-0 after:-inset-x-1 hover:bg-accent focus-visible:bg-accent focus-visible:shadow-[0_0_0_1.5px_var(--focus)]"
    />
  );
};
