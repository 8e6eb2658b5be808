import { createStore } from '../stores/store.ts';

/** What an agent does about a conversation beside answering it. */
export type InteractionDialog =
  | { readonly kind: 'log' | 'join' | 'split' | 'merge'; readonly conversationId: string }
  | { readonly kind: 'log-new' };

export const interactionDialog = createStore<InteractionDialog | undefined>(undefined);
