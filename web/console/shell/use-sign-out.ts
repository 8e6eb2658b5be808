import { useQueryClient } from '@tanstack/react-query';
import { useNeeds } from '../api/context.ts';
import { drafts } from '../stores/drafts.ts';
import { outbox } from '../stores/outbox.ts';

/** Leaves nothing of the customers on this device, then ends the session at the issuer. */
export const useSignOut = (): (() => void) => {
  const { session } = useNeeds();
  const client = useQueryClient();
  return () => {
    client.clear();
    drafts.clear();
    outbox.set([]);
    void session.signOut();
  };
};
