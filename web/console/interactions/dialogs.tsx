import { useQuery } from '@tanstack/react-query';
import { useNeeds } from '../api/context.ts';
import { detailQuery } from '../api/queries.ts';
import { type InteractionDialog, interactionDialog } from './dialog-store.ts';
import { JoinDialog } from './join-dialog.tsx';
import { LogDialog } from './log-dialog.tsx';
import { LogNewDialog } from './log-new-dialog.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { SplitDialog } from './split-dialog.tsx';

const dialogs = { log: LogDialog, join: JoinDialog, split: SplitDialog, merge: MergeDialog } as const;

const close = (): void => interactionDialog.set(undefined);

/** The dialog that is open. */
export const InteractionDialogs = ({ shown }: { readonly shown: InteractionDialog }) =>
  shown.kind === 'log-new' ? (
    <LogNewDialog onClose={close} />
  ) : (
    <AboutConversation kind={shown.kind} conversationId={shown.conversationId} />
  );

type AboutProps = { readonly kind: keyof typeof dialogs; readonly conversationId: string };

const AboutConversation = ({ kind, conversationId }: AboutProps) => {
  const { api } = useNeeds();
  const { data } = useQuery(detailQuery(api, conversationId));
  const Dialog = dialogs[kind];
  return data ? <Dialog detail={data} onClose={close} /> : null;
};
