import { Switch } from 'react-aria-components/Switch';
import { preferences, setPreference } from '../preferences/preferences.ts';
import { useStore } from '../stores/store.ts';
import { Kbd } from '../ui/kbd.tsx';
import { Modal } from '../ui/modal.tsx';

const groups = [
  {
    title: 'Move',
    keys: [
      ['j k', 'Next, previous conversation'],
      ['Enter', 'Open'],
      ['u', 'Back to the list'],
      ['/', 'Search'],
      ['[ ]', 'Views, customer panel'],
    ],
  },
  {
    title: 'Conversation',
    keys: [
      ['r', 'Reply'],
      ['n', 'Internal note'],
      ['m', 'Assign to me'],
      ['a', 'Assign…'],
      ['t', 'Transfer…'],
      ['s', 'Snooze…'],
      ['p', 'Priority'],
      ['e', 'Resolve, reopen'],
    ],
  },
  {
    title: 'Everywhere',
    keys: [
      ['Ctrl K', 'Search and commands'],
      ['Ctrl /', 'This sheet'],
      ['Ctrl ↵', 'Send'],
      ['Ctrl Shift ↵', 'Send and resolve'],
      ['Esc', 'Out of the composer, close'],
    ],
  },
] as const;

/** Every key, and the switch for the single ones. */
export const ShortcutSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const singleKeys = useStore(preferences, (value) => value.singleKeys);
  return (
    <Modal title="Keyboard shortcuts" onClose={onClose}>
      <div className="grid gap-5 overflow-y-auto p-4">
        <Switch
          isSelected={singleKeys}
          onChange={(isSelected) => setPreference({ singleKeys: isSelected })}
          className="group flex items-center gap-3 text-13"
        >
          <span className="flex h-5 w-9 items-center rounded-full bg-border-strong p-0.5 transition-colors duration-(--dur-1) group-data-[focus-visible]:outline-2 group-data-[focus-visible]:outline-offset-2 group-data-[focus-visible]:outline-focus group-data-[selected]:bg-accent">
            <span className="size-4 rounded-full bg-surface transition-transform duration-(--dur-1) group-data-[selected]:translate-x-4 rtl:group-data-[selected]:-translate-x-4" />
          </span>
          Single-key shortcuts
        </Switch>
        {groups.map(({ title, keys }) => (
          <section key={title} className={singleKeys || title === 'Everywhere' ? '' : 'opacity-60'}>
            <h3 className="mb-1 text-12 font-semibold text-text-2">{title}</h3>
            <dl className="grid grid-cols-[repeat(auto-fill,minmax(200px,1fr))] gap-x-6">
              {keys.map(([key, meaning]) => (
                <div
                  key={key}
                  className="flex items-center justify-between gap-3 border-b border-border py-1.5 text-13"
                >
                  <dt>{meaning}</dt>
                  <dd className="flex gap-1">
                    {(key.startsWith('Ctrl') ? [key] : key.split(' ')).map((each) => (
                      <Kbd key={each}>{each}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
};
