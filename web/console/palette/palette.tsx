import { Search } from 'lucide-react';
import { useState } from 'react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { Dialog } from 'react-aria-components/Dialog';
import { Input } from 'react-aria-components/Input';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { SearchField } from 'react-aria-components/SearchField';
import { Kbd } from '../ui/kbd.tsx';
import { useEntries, useFoundEntries } from './entries.tsx';
import type { Entry } from './entry.ts';
import { useFound } from './use-found.ts';

/** Of what is found by name; everything that has an address or id is shown. */
const atMost = 20;

const matches = (entry: Entry, words: readonly string[]): boolean =>
  words.every((word) => entry.haystack.includes(word));

/** Everything by name: commands for the open conversation, views, conversations at hand; by address or id, all conversations. */
export const Palette = ({ onClose }: { readonly onClose: () => void }) => {
  const [text, setText] = useState('');
  const entries = useEntries();
  const { rows, otherwise } = useFound(text);
  const elsewhere = useFoundEntries(rows);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const atHand = entries.filter((entry) => matches(entry, words) && !elsewhere.some(({ id }) => id === entry.id));
  const found = [...elsewhere, ...atHand.slice(0, atMost)];
  const run = (key: string): void => {
    onClose();
    found.find(({ id }) => id === key)?.run();
  };
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(isOpen) => !isOpen && onClose()}
      className="fixed inset-0 z-40 flex items-start justify-center bg-[rgb(8_11_18/.42)] p-3 pt-[12vh]"
    >
      <Modal className="pop-in w-full max-w-xl overflow-hidden rounded-xl border border-border bg-raised shadow-modal">
        <Dialog aria-label="Search and commands" className="outline-none">
          <Autocomplete inputValue={text} onInputChange={setText}>
            <SearchField
              aria-label="Search and commands"
              autoFocus
              className="flex items-center gap-2 border-b border-border px-4"
            >
              <Search size={16} className="text-text-3" aria-hidden />
              <Input
                placeholder="Search conversations and commands"
                className="h-12 grow bg-transparent text-14 outline-none [&::-webkit-search-cancel-button]:hidden"
              />
              <Kbd className="text-text-2">Esc</Kbd>
            </SearchField>
            <ListBox
              aria-label="Results"
              items={found}
              onAction={(key) => run(String(key))}
              className="max-h-100 overflow-y-auto p-1.5 outline-none"
              renderEmptyState={() => <p className="p-6 text-center text-13 text-balance text-text-2">{otherwise}</p>}
            >
              {(entry) => (
                <ListBoxItem
                  id={entry.id}
                  textValue={entry.name}
                  className="flex min-h-9 items-center gap-3 rounded-m px-2.5 text-13 outline-none data-[focused]:bg-accent-soft"
                >
                  <span className="grid w-4 place-items-center text-text-2">{entry.icon}</span>
                  <span dir="auto" className="min-w-0 grow truncate text-start">
                    {entry.name}
                  </span>
                  {entry.detail ? <bdi className="max-w-48 truncate text-12 text-text-2">{entry.detail}</bdi> : null}
                  {entry.shortcut ? <Kbd className="text-text-2">{entry.shortcut}</Kbd> : null}
                </ListBoxItem>
              )}
            </ListBox>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
};
