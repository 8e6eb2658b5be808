import { useState } from 'react';
import type { MappingTried } from '#functions/connections-api/contract.ts';
import { ApiError } from '../api/client.ts';
import { LongField } from '../interactions/fields.tsx';
import { Button } from '../ui/button.tsx';
import { settingsIn } from './connection-draft.ts';
import { useConnectionChanges } from './use-connection-change.ts';

type MappingTrialProps = {
  readonly connectionId: string;
  /** As they are typed. */
  readonly settings: string;
};

type Came = MappingTried | { readonly refused: string };

/** Shows what a mapping makes of a sample, before it is saved. */
export const MappingTrial = ({ connectionId, settings }: MappingTrialProps) => {
  const { tryMapping } = useConnectionChanges();
  const [sample, setSample] = useState('');
  const [came, setCame] = useState<Came>();
  const attempt = async (): Promise<void> => {
    const read = settingsIn(settings);
    if (!read) return setCame({ refused: 'The settings are no JSON object.' });
    try {
      setCame(await tryMapping(connectionId, { settings: read, sample }));
    } catch (error) {
      setCame({ refused: error instanceof ApiError ? error.problem.detail : 'That did not work.' });
    }
  };
  return (
    <fieldset className="grid gap-2 rounded-m border border-border p-3">
      <legend className="px-1 text-13 font-medium">Try mapping</legend>
      <LongField
        label="A body as your system sends it"
        rows={4}
        look="code"
        placeholder='{"from": "partner-77", "text": "Hello"}'
        value={sample}
        onChange={setSample}
      />
      <Button className="justify-self-start" isDisabled={sample.trim() === ''} onPress={() => void attempt()}>
        Try mapping
      </Button>
      <div role="status" className="text-13">
        {came ? <Outcome came={came} /> : null}
      </div>
    </fieldset>
  );
};

const Outcome = ({ came }: { readonly came: Came }) => {
  if ('refused' in came) return <p className="text-bad breakable">{came.refused}</p>;
  if (!came.message)
    return (
      <ul className="grid gap-1 text-bad">
        {came.problems.map(({ field, problem }) => (
          <li key={`${field} ${problem}`} className="breakable">
            <b>{field}</b>: {problem}
          </li>
        ))}
      </ul>
    );
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5">
      {Object.entries(came.message).map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-text-2">{name}</dt>
          <dd dir="auto" className="text-start breakable">
            {shown(value)}
          </dd>
        </div>
      ))}
    </dl>
  );
};

const shown = (value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(String).join('\n');
  return String(value);
};
