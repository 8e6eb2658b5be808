import type { LucideIcon } from 'lucide-react';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError } from '../api/client.ts';
import { Button } from './button.tsx';
import { confirmDone } from './toast.ts';

type NoticeProps = { readonly icon: LucideIcon; readonly children: ReactNode; readonly action?: ReactNode };

/** An empty place: icon, one sentence, at most one action. */
export const Notice = ({ icon: Icon, children, action }: NoticeProps) => (
  <div className="grid h-full place-content-center justify-items-center gap-3 p-8 text-center text-13 text-text-2">
    <Icon size={32} className="text-text-3" strokeWidth={1.25} aria-hidden />
    <div className="max-w-72 text-balance">{children}</div>
    {action}
  </div>
);

type FailureProps = { readonly what: string; readonly error: unknown; readonly onRetry: () => void };

/** What failed, why, the way to try again, and the request id for the support desk. */
export const FailureNotice = ({ what, error, onRetry }: FailureProps) => {
  const problem = error instanceof ApiError ? error.problem : undefined;
  return (
    <div role="alert" className="h-full">
      <Notice
        icon={CircleAlert}
        action={
          <div className="flex gap-2">
            <Button onPress={onRetry}>Retry</Button>
            {problem?.instance ? <CopyRequestId id={problem.instance} /> : null}
          </div>
        }
      >
        <p className="font-medium text-text">{what} could not be loaded.</p>
        <p>{problem?.detail ?? 'Something went wrong here.'}</p>
      </Notice>
    </div>
  );
};

const CopyRequestId = ({ id }: { readonly id: string }) => (
  <Button
    look="quiet"
    onPress={() => void navigator.clipboard.writeText(id).then(() => confirmDone('Request id copied'))}
  >
    Copy request id
  </Button>
);
