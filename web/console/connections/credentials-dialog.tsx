import { useState } from 'react';
import type { Checks, ProviderInfo } from '#functions/connections-api/contract.ts';
import { LongField, TextField } from '../interactions/fields.tsx';
import { FormEnd } from '../interactions/form-end.tsx';
import { useSubmit } from '../interactions/use-submit.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';
import { CheckList } from './checks-dialog.tsx';
import { type CredentialField, credentialsOf, fieldsOf } from './credential-draft.ts';
import { faultsIn } from './json-schema.ts';
import { byField, type Problems, problemsOf } from './problems.ts';
import { useConnectionChanges } from './use-connection-change.ts';
import type { Connection } from './words.ts';

type CredentialsDialogProps = {
  readonly connection: Connection;
  readonly info: ProviderInfo;
  readonly onClose: () => void;
};

/** Stores secrets where they can be used and not read; what is stored is never shown. */
export const CredentialsDialog = ({ connection, info, onClose }: CredentialsDialogProps) => {
  const [checks, setChecks] = useState<Checks>();
  return (
    <Modal title={`Credentials of ${connection.name}`} onClose={onClose}>
      {checks ? (
        <div role="status" className="grid gap-3 overflow-y-auto p-4 text-13">
          <p>They are stored. The provider was asked with them:</p>
          <CheckList checks={checks} />
          <Button look="primary" className="justify-self-end" onPress={onClose}>
            Done
          </Button>
        </div>
      ) : (
        <CredentialsForm connection={connection} info={info} onStored={setChecks} onCancel={onClose} />
      )}
    </Modal>
  );
};

type CredentialsFormProps = Omit<CredentialsDialogProps, 'onClose'> & {
  readonly onStored: (checks: Checks) => void;
  readonly onCancel: () => void;
};

const CredentialsForm = ({ connection, info, onStored, onCancel }: CredentialsFormProps) => {
  const fields = fieldsOf(info.credentials);
  const [draft, setDraft] = useState<Readonly<Record<string, string>>>({});
  const [isRotating, setIsRotating] = useState(false);
  const [found, setFound] = useState<Problems>({});
  const { storeCredentials } = useConnectionChanges();
  const { onSubmit, isBusy, error } = useSubmit(async () => {
    const credentials = credentialsOf(fields, draft);
    const problems = byField(faultsIn(info.credentials, credentials));
    setFound(problems);
    if (Object.keys(problems).length > 0) return;
    onStored(await storeCredentials(connection.id, { credentials, ...(isRotating ? { rotate: true } : {}) }));
  });
  const problems = { ...problemsOf(error, 'body.credentials'), ...found };
  return (
    <form onSubmit={onSubmit} className="grid gap-3 overflow-y-auto p-4">
      <p className="text-13 text-text-2">
        What you enter replaces all that is stored; what you leave empty is then not set. Nobody can read it back.
      </p>
      {fields.map((field) => (
        <CredentialInput
          key={field.name}
          field={field}
          problem={problems[field.name]}
          value={draft[field.name] ?? ''}
          onChange={(value) => setDraft({ ...draft, [field.name]: value })}
        />
      ))}
      {fields.some(({ kind }) => kind === 'lines') ? (
        <label className="flex items-start gap-2.5 text-13">
          <input
            type="checkbox"
            checked={isRotating}
            onChange={(event) => setIsRotating(event.target.checked)}
            className="mt-0.5 accent-accent"
          />
          <span>
            Keep what is in force beside the new ones
            <span className="block text-12 text-text-2">
              For lists: nothing is refused while the provider changes over. Store once more without this to end it.
            </span>
          </span>
        </label>
      ) : null}
      <FormEnd label="Store and test" error={error} isBusy={isBusy} onCancel={onCancel} />
    </form>
  );
};

type CredentialInputProps = {
  readonly field: CredentialField;
  readonly problem: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
};

const CredentialInput = ({ field: { label, kind, isNeeded }, problem, value, onChange }: CredentialInputProps) => {
  const shared = { label: isNeeded ? label : `${label} (optional)`, problem, value, onChange };
  switch (kind) {
    case 'fixed':
      return null;
    case 'line':
      return <TextField {...shared} />;
    case 'secret':
      return <TextField {...shared} type="password" />;
    case 'lines':
      return <LongField {...shared} rows={2} look="secret" hint="One per line, the one in use first" />;
    case 'key':
      return <LongField {...shared} rows={4} look="secret" hint="All of it, with its BEGIN and END lines" />;
    case 'json':
      return <LongField {...shared} rows={4} look="code" hint="JSON" />;
  }
};
