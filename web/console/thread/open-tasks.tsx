import { Check, PhoneForwarded } from 'lucide-react';
import { useState } from 'react';
import { useSmallChanges } from '../actions/small-changes.ts';
import type { Conversation } from '../api/types.ts';
import { moment } from '../format/time.ts';
import { useTicking } from '../stores/clock.ts';
import { Button } from '../ui/button.tsx';

type Task = NonNullable<Conversation['tasks']>[number];

/** What has to be done besides answering; in sight until it is done. */
export const OpenTasks = ({ conversation }: { readonly conversation: Conversation }) => {
  const { tasks = [], id } = conversation;
  if (tasks.length === 0) return null;
  return (
    <ul aria-label="Open tasks" className="shrink-0 border-b border-note-border bg-warn-soft">
      {tasks.map((task) => (
        <OpenTask key={task.id} conversationId={id} task={task} />
      ))}
    </ul>
  );
};

const OpenTask = ({ conversationId, task }: { readonly conversationId: string; readonly task: Task }) => {
  const { finishTask } = useSmallChanges();
  const [isUnderWay, setIsUnderWay] = useState(false);
  const since = useTicking((now) => moment(task.at, now));
  const finish = (): void => {
    setIsUnderWay(true);
    void finishTask(conversationId, task.id).finally(() => setIsUnderWay(false));
  };
  const isNumber = /^\+\d+$/.test(task.to);
  return (
    <li className="flex min-h-11 items-center gap-2 px-4 py-1 text-13 text-warn">
      <PhoneForwarded size={16} aria-hidden />
      <span className="flex min-w-0 grow flex-wrap items-baseline gap-x-2">
        <span className="font-semibold">Call back</span>
        {isNumber ? (
          <a href={`tel:${task.to}`} className="font-semibold underline underline-offset-2">
            <bdi>{task.to}</bdi>
          </a>
        ) : (
          <bdi>{task.to}</bdi>
        )}
        <span className="text-12">since {since}</span>
      </span>
      <Button className="h-7! pointer-coarse:h-11!" isDisabled={isUnderWay} onPress={finish}>
        <Check size={14} aria-hidden />
        Done
      </Button>
    </li>
  );
};
