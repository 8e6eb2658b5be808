import type { ReplyOption, Template } from '../api/types.ts';
import { templateText } from '../format/template-text.ts';
import { languageName } from '../format/words.ts';
import { composerTextId } from './composer-focus.ts';

export type TemplateDraft = { readonly id: string; readonly variables: Readonly<Record<string, string>> };

type TemplatePickerProps = {
  readonly way: ReplyOption;
  readonly draft: TemplateDraft | undefined;
  readonly onChange: (draft: TemplateDraft | undefined) => void;
};

/** An approved message, its placeholders, and how the customer will see it. */
export const TemplatePicker = ({ way, draft, onChange }: TemplatePickerProps) => {
  const template = way.templates.find(({ id }) => id === draft?.id);
  if (way.templates.length === 0) {
    return (
      <p className="px-3 py-4 text-13 text-warn">
        No template is entered for {way.connectionName}. Ask whoever administers Parley, or choose another channel.
      </p>
    );
  }
  return (
    <div className="grid gap-3 px-3 py-2 text-13">
      <label className="grid gap-1 text-12 text-text-2">
        Template
        <select
          id={composerTextId}
          value={draft?.id ?? ''}
          onChange={({ target }) => onChange(target.value ? { id: target.value, variables: {} } : undefined)}
          className={field}
        >
          <option value="">Choose a template</option>
          {way.templates.map(({ id, name, language }) => (
            <option key={id} value={id}>
              {name} ({languageName(language.replace('_', '-'))})
            </option>
          ))}
        </select>
      </label>
      {template && draft ? <Placeholders template={template} draft={draft} onChange={onChange} /> : null}
      {template && draft ? (
        <figure className="rounded-l bg-accent-soft px-3 py-2.5" aria-live="polite">
          <figcaption className="mb-1 text-12 text-text-2">As the customer will see it</figcaption>
          <p dir="auto" className="breakable text-14">
            {templateText(template, draft.variables)}
          </p>
        </figure>
      ) : null}
    </div>
  );
};

const field = 'h-(--ctl) w-full min-w-0 rounded-m border border-border-strong bg-surface px-2 text-14 text-text';

type PlaceholdersProps = {
  readonly template: Template;
  readonly draft: TemplateDraft;
  readonly onChange: (draft: TemplateDraft) => void;
};

const Placeholders = ({ template, draft, onChange }: PlaceholdersProps) => (
  <div className="grid grid-cols-2 gap-3 empty:hidden max-sm:grid-cols-1">
    {template.placeholders.map((name) => (
      <label key={name} className="grid gap-1 text-12 text-text-2">
        <span>
          For <bdi>{`{{${name}}}`}</bdi>
        </span>
        <input
          dir="auto"
          required
          maxLength={1000}
          value={draft.variables[name] ?? ''}
          onChange={({ target }) => onChange({ ...draft, variables: { ...draft.variables, [name]: target.value } })}
          className={field}
        />
      </label>
    ))}
  </div>
);
