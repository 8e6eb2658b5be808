import { useEffect, useRef } from 'react';
import { tinykeys } from 'tinykeys';
import { preferences } from '../preferences/preferences.ts';
import { overlay } from '../stores/layout.ts';

export type KeyMap = Readonly<Record<string, () => void>>;

const fields = 'input, textarea, select, [contenteditable], [role=menu], [role=dialog]';

/** Does the key belong to what has the focus: a field, a menu, a dialog? Named keys (Enter, arrows) belong to any control. */
const isTaken = (event: KeyboardEvent): boolean => {
  const target = event.target instanceof Element ? event.target : document.body;
  if (overlay.get() !== undefined || target.closest(fields)) return true;
  const isCharacter = event.key.length === 1;
  if (isCharacter) return !preferences.get().singleKeys;
  return target !== document.body && !target.closest('.conversation-list');
};

/** These go on while they are held down. */
const walking = ['j', 'k', 'arrowup', 'arrowdown'];

/** A letter is known by what it writes; by its place on the keyboard only where the layout writes no Latin letters. */
const bindingOf = (name: string): string => (/^[a-z]$/.test(name) ? `(${name}|key${name})` : name);
const isOtherLetter = (name: string, { key }: KeyboardEvent): boolean =>
  /^[a-z]$/.test(name) && /^[a-z]$/i.test(key) && key.toLowerCase() !== name;

/** Keys without a modifier: off inside fields, and off altogether where the agent prefers so (WCAG 2.1.4). */
export const useSingleKeys = (map: KeyMap): void => {
  const latest = useRef(map);
  latest.current = map;
  const names = Object.keys(map).join(' ');
  useEffect(() => {
    const run = (name: string) => (event: KeyboardEvent) => {
      if (isOtherLetter(name, event) || (event.repeat && !walking.includes(name))) return;
      event.preventDefault();
      latest.current[name]?.();
    };
    const bindings = Object.fromEntries(names.split(' ').map((name) => [bindingOf(name), run(name)]));
    return tinykeys(window, bindings, { ignore: isTaken });
  }, [names]);
};

/** Keys with a modifier work everywhere. */
export const useChords = (map: KeyMap): void => {
  const latest = useRef(map);
  latest.current = map;
  const names = Object.keys(map).join(' ');
  useEffect(() => {
    const run = (name: string) => (event: KeyboardEvent) => {
      event.preventDefault();
      latest.current[name]?.();
    };
    const bindings = Object.fromEntries(names.split(' ').map((name) => [name, run(name)]));
    return tinykeys(window, bindings, { ignore: () => false });
  }, [names]);
};
