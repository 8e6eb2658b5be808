import type { Mode } from '../stores/drafts.ts';
import { createStore } from '../stores/store.ts';

/** Reply to the customer, or a note among colleagues. */
export const composerMode = createStore<Mode>('reply');

export const composerTextId = 'composer-text';

/** Back to the list, where single keys work again. */
export const leaveComposer = (): void => {
  const list = document.querySelector<HTMLElement>('.conversation-list');
  if (list) list.focus();
  else document.getElementById(composerTextId)?.blur();
};

/** Puts the caret into the composer, in the mode wanted. */
export const focusComposer = (mode: Mode): void => {
  composerMode.set(mode);
  requestAnimationFrame(() => document.getElementById(composerTextId)?.focus());
};
