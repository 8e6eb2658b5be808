import { nowMs } from '../stores/clock.ts';
import { ChoiceField, LongField, TextField } from './fields.tsx';
import { type InteractionDraft, kinds, outcomes } from './interaction-draft.ts';
import { localInput } from './local-time.ts';

type InteractionFieldsProps = {
  readonly draft: InteractionDraft;
  readonly onChange: (draft: InteractionDraft) => void;
};

/** What happened, when, with whom, and what came of it. */
export const InteractionFields = ({ draft, onChange }: InteractionFieldsProps) => {
  const set = (name: keyof InteractionDraft) => (value: string) => onChange({ ...draft, [name]: value });
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <ChoiceField label="What it was" value={draft.kind} onChange={set('kind')} choices={kinds} />
        <ChoiceField label="What came of it" value={draft.outcome} onChange={set('outcome')} choices={outcomes} />
        <TextField
          label="When, in your time zone"
          type="datetime-local"
          max={localInput(new Date(nowMs()))}
          value={draft.at}
          onChange={set('at')}
        />
        <TextField label="Minutes" type="number" max={1440} value={draft.minutes} onChange={set('minutes')} />
      </div>
      <TextField
        label="Who was there, beside you"
        placeholder="Names, with commas between them"
        value={draft.people}
        onChange={set('people')}
      />
      <LongField
        label="What was said and agreed"
        rows={5}
        maxLength={20_000}
        value={draft.text}
        onChange={set('text')}
      />
    </>
  );
};
