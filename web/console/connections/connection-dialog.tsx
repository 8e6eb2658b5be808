import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ProviderInfo } from '#functions/connections-api/contract.ts';
import { useBootstrap, useNeeds } from '../api/context.ts';
import { ChoiceField, LongField, TextField } from '../interactions/fields.tsx';
import { FormEnd } from '../interactions/form-end.tsx';
import { useSubmit } from '../interactions/use-submit.ts';
import { Modal } from '../ui/modal.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { confirmDone } from '../ui/toast.ts';
import { type ConnectionDraft, connectionFrom, draftOf, emptyDraft } from './connection-draft.ts';
import { isObject } from './json-schema.ts';
import { MappingTrial } from './mapping-trial.tsx';
import { type Problems, problemsOf } from './problems.ts';
import { providersQuery } from './queries.ts';
import { useConnectionChanges } from './use-connection-change.ts';
import { type Connection, providerWords } from './words.ts';

type ConnectionDialogProps = {
  /** The one to change; else a new one is added. */
  readonly connection?: Connection;
  /** Those there are: a new one does not take the id of another. */
  readonly taken?: readonly Connection[];
  readonly onClose: () => void;
};

/** Adds a connection, or changes one. */
export const ConnectionDialog = (props: ConnectionDialogProps) => {
  const { api } = useNeeds();
  const { data, isError } = useQuery(providersQuery(api));
  const { connection, onClose } = props;
  return (
    <Modal title={connection ? `Change ${connection.name}` : 'Add connection'} onClose={onClose}>
      {data ? <ConnectionForm {...props} providers={data} /> : null}
      {isError ? <p className="p-4 text-13 text-bad">The providers could not be loaded.</p> : null}
      {data || isError ? null : <Skeleton rows={3} label="Loading the providers" />}
    </Modal>
  );
};

type FormProps = ConnectionDialogProps & { readonly providers: readonly ProviderInfo[] };

const ConnectionForm = ({ connection: before, taken = [], providers, onClose }: FormProps) => {
  const { queues } = useBootstrap();
  const navigate = useNavigate();
  const { save } = useConnectionChanges();
  const [draft, setDraft] = useState<ConnectionDraft>(() =>
    before ? draftOf(before) : emptyDraft(providers[0]?.provider ?? 'twilio-sms', queues[0]?.id ?? ''),
  );
  const [found, setFound] = useState<Problems>({});
  const info = providers.find(({ provider }) => provider === draft.provider);
  const { onSubmit, isBusy, error } = useSubmit(async () => {
    const read = connectionFrom(draft, { before, info });
    const problems = 'problems' in read ? read.problems : takenProblem(read.connection, taken);
    setFound(problems);
    if (!('connection' in read) || Object.keys(problems).length > 0) return;
    const saved = await save(read.connection);
    onClose();
    confirmDone(before ? `${saved.name} is changed` : `${saved.name} is added; store its credentials next`);
    if (!before) void navigate({ to: '/connections/$connectionId', params: { connectionId: saved.id } });
  });
  return (
    <form onSubmit={onSubmit} className="grid gap-3 overflow-y-auto p-4">
      <ConnectionFields
        draft={draft}
        onChange={setDraft}
        problems={{ ...problemsOf(error, 'body'), ...found }}
        providers={providers}
        isNew={!before}
      />
      <FormEnd label={before ? 'Save' : 'Add'} error={error} isBusy={isBusy} onCancel={onClose} />
    </form>
  );
};

/** Saving under an id that is taken would change the other connection. */
const takenProblem = ({ id }: Connection, taken: readonly Connection[]): Problems =>
  taken.some((one) => one.id === id) ? { id: 'There is a connection of that id already.' } : {};

type FieldsProps = {
  readonly draft: ConnectionDraft;
  readonly onChange: (draft: ConnectionDraft) => void;
  readonly problems: Problems;
  readonly providers: readonly ProviderInfo[];
  readonly isNew: boolean;
};

const ConnectionFields = ({ draft, onChange, problems, providers, isNew }: FieldsProps) => {
  const { queues } = useBootstrap();
  const words = providerWords[draft.provider];
  const info = providers.find(({ provider }) => provider === draft.provider);
  const field = (name: Exclude<keyof ConnectionDraft, 'provider'>) => ({
    value: draft[name],
    problem: problems[name],
    onChange: (value: string) => onChange({ ...draft, [name]: value }),
  });
  const choose = (id: string): void => {
    const chosen = providers.find(({ provider }) => provider === id);
    if (chosen) onChange({ ...draft, provider: chosen.provider });
  };
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <ChoiceField
          label="Provider"
          value={draft.provider}
          problem={problems.provider}
          onChange={choose}
          isDisabled={!isNew}
          choices={choicesOf(draft, providers)}
        />
        <TextField
          label="Id"
          hint={isNew ? 'Lower-case letters, digits, hyphens; stays as it is' : undefined}
          isDisabled={!isNew}
          maxLength={64}
          {...field('id')}
        />
        <TextField label="Name" hint="As your agents call it" maxLength={100} {...field('name')} />
        <ChoiceField label="Opens conversations in" choices={queues} {...field('queueId')} />
        <TextField label="Address" hint={words.address} maxLength={320} {...field('address')} />
        <TextField label="Account" hint={words.account ?? 'Not needed here'} maxLength={100} {...field('accountId')} />
      </div>
      <LongField
        label="Settings, as JSON"
        hint={settingsHint(info?.settings)}
        rows={draft.settings.length > 200 ? 10 : 4}
        look="code"
        {...field('settings')}
      />
      {draft.provider === 'generic-webhook' ? (
        <MappingTrial connectionId={draft.id || 'new'} settings={draft.settings} />
      ) : null}
    </>
  );
};

/** A connection keeps its provider, also one that is not set up by hand. */
const choicesOf = (draft: ConnectionDraft, providers: readonly ProviderInfo[]) =>
  [...new Set([...providers.map(({ provider }) => provider), draft.provider])]
    .map((id) => ({ id, name: providerWords[id].name }))
    .toSorted((one, other) => one.name.localeCompare(other.name));

const settingsHint = (schema: ProviderInfo['settings']): string => {
  const names = isObject(schema?.properties) ? Object.keys(schema.properties) : [];
  if (names.length === 0) return 'This provider has none.';
  const needed = Array.isArray(schema?.required) ? schema.required : [];
  return names.map((name) => (needed.includes(name) ? `${name} (needed)` : name)).join(', ');
};
