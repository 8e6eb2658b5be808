import { Eye } from 'lucide-react';
import type { Onlooker } from '#functions/realtime/contract.ts';
import { useBootstrap } from '../api/context.ts';
import { onlookers } from '../live/live-state.ts';
import { useStore } from '../stores/store.ts';
import { Avatar } from '../ui/avatar.tsx';

const nobody: readonly Onlooker[] = [];

const useOthers = (conversationId: string): readonly Onlooker[] => {
  const { me } = useBootstrap();
  const all = useStore(onlookers, (value) => value[conversationId] ?? nobody);
  return all.filter(({ agentId }) => agentId !== me.id);
};

/** A colleague is answering: said plainly, before two answers cross. */
export const ReplyingLine = ({ conversationId }: { readonly conversationId: string }) => {
  const replying = useOthers(conversationId).filter(({ doing }) => doing === 'replying');
  const [first] = replying;
  if (!first) return null;
  return (
    <div
      role="status"
      className="flex min-h-8 shrink-0 items-center gap-2 border-b border-note-border bg-warn-soft px-4 py-1 text-12 text-warn"
    >
      <Avatar name={first.name} size={20} />
      <p>
        <strong className="font-semibold">
          <bdi>{replying.map(({ name }) => name).join(', ')}</bdi>
        </strong>{' '}
        {replying.length > 1 ? 'are' : 'is'} replying. Your reply is held until you have seen theirs.
      </p>
    </div>
  );
};

/** Who else is looking. */
export const Viewers = ({ conversationId }: { readonly conversationId: string }) => {
  const viewing = useOthers(conversationId).filter(({ doing }) => doing === 'viewing');
  if (viewing.length === 0) return null;
  return (
    <span
      className="inline-flex min-w-0 items-center gap-1"
      title={`${viewing.map(({ name }) => name).join(', ')} viewing`}
    >
      <Eye size={12} aria-hidden />
      <span className="truncate">
        <bdi>{viewing.length === 1 ? viewing[0]?.name : `${viewing.length} colleagues`}</bdi> viewing
      </span>
    </span>
  );
};
