import { Toaster } from 'sonner';
import { preferences } from '../preferences/preferences.ts';
import { useStore } from '../stores/store.ts';

/** Short confirmations and failures, announced politely. */
export const Toasts = () => (
  <Toaster theme={useStore(preferences, ({ theme }) => theme)} position="top-center" offset={56} duration={6000} />
);
