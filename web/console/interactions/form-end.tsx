import { CircleAlert } from 'lucide-react';
import { ApiError } from '../api/client.ts';
import { Button } from '../ui/button.tsx';

type FormEndProps = {
  readonly label: string;
  readonly error: unknown;
  readonly isBusy: boolean;
  readonly isReady?: boolean;
  readonly look?: 'primary' | 'danger';
  readonly onCancel: () => void;
};

/** The last line of a dialog's form: why it was refused, the way out, and the way on. */
export const FormEnd = ({ label, error, isBusy, isReady = true, look = 'primary', onCancel }: FormEndProps) => (
  <>
    {error ? <Refused error={error} /> : null}
    <div className="flex justify-end gap-2">
      <Button onPress={onCancel}>Cancel</Button>
      <Button look={look} type="submit" isDisabled={isBusy || !isReady}>
        {isBusy ? 'One moment…' : label}
      </Button>
    </div>
  </>
);

/** Why something was refused, with the request id for the support desk. */
const Refused = ({ error }: { readonly error: unknown }) => {
  const problem = error instanceof ApiError ? error.problem : undefined;
  return (
    <p role="alert" className="flex gap-2 rounded-m bg-bad-soft p-2.5 text-13 text-bad">
      <CircleAlert size={16} aria-hidden className="mt-px" />
      <span className="min-w-0">
        <span className="breakable">{problem?.detail ?? 'That did not work.'}</span>
        {problem?.instance ? <span className="block text-12">Request {problem.instance}</span> : null}
      </span>
    </p>
  );
};
