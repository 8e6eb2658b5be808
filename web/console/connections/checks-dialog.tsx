import { CircleCheck, CircleX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Checks } from '#functions/connections-api/contract.ts';
import { ApiError } from '../api/client.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';
import { useConnectionChanges } from './use-connection-change.ts';
import type { Connection } from './words.ts';

const titles = { test: 'Test', register: 'Register the webhook' } as const;

type ChecksDialogProps = {
  readonly connection: Connection;
  readonly verb: keyof typeof titles;
  readonly onClose: () => void;
};

/** Asks the provider at once, and shows what it said, check by check. */
export const ChecksDialog = ({ connection, verb, onClose }: ChecksDialogProps) => {
  const { check } = useConnectionChanges();
  const [checks, setChecks] = useState<Checks>();
  const [error, setError] = useState<unknown>();
  const ask = async (): Promise<void> => {
    setChecks(undefined);
    setError(undefined);
    await check(connection.id, verb).then(setChecks, setError);
  };
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => void latest.current(), []);
  const isAsking = !checks && error === undefined;
  return (
    <Modal title={`${titles[verb]}: ${connection.name}`} onClose={onClose}>
      <div className="grid gap-4 overflow-y-auto p-4 text-13">
        <div role="status" className="grid gap-3">
          {isAsking ? <p className="text-text-2">Asking the provider…</p> : null}
          {checks ? <CheckList checks={checks} /> : null}
          {error === undefined ? null : <p className="text-bad breakable">{reasonOf(error)}</p>}
        </div>
        <div className="flex justify-end gap-2">
          <Button isDisabled={isAsking} onPress={() => void ask()}>
            Once more
          </Button>
          <Button look="primary" onPress={onClose}>
            Done
          </Button>
        </div>
      </div>
    </Modal>
  );
};

const reasonOf = (error: unknown): string => (error instanceof ApiError ? error.problem.detail : 'That did not work.');

/** Each check with what came of it. */
export const CheckList = ({ checks }: { readonly checks: Checks }) => (
  <>
    <p className="font-medium">{checks.ok ? 'All is well.' : 'Not everything is well.'}</p>
    <ul className="grid gap-2.5">
      {checks.checks.map(({ name, ok, detail }) => (
        <li key={`${name} ${detail}`} className="flex gap-2.5">
          {ok ? (
            <CircleCheck size={16} className="mt-px text-ok" role="img" aria-label="Passed" />
          ) : (
            <CircleX size={16} className="mt-px text-bad" role="img" aria-label="Failed" />
          )}
          <span className="min-w-0">
            <span className="font-medium">{name}</span>
            <span className="block text-text-2 breakable">{detail}</span>
          </span>
        </li>
      ))}
    </ul>
  </>
);
