import { createStore } from '../stores/store.ts';

/** The row the keyboard stands on. */
export const cursor = createStore<string | undefined>(undefined);
