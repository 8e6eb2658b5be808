import type { ReactNode } from 'react';

export type Entry = {
  readonly id: string;
  readonly name: string;
  readonly detail?: string;
  readonly shortcut?: string;
  readonly icon: ReactNode;
  /** Lower-case text in which words are looked for. */
  readonly haystack: string;
  readonly run: () => void;
};

type Draft = Omit<Entry, 'haystack'> & { readonly also?: string };

export const entry = ({ also = '', ...draft }: Draft): Entry => ({
  ...draft,
  haystack: `${draft.name} ${draft.detail ?? ''} ${also}`.toLowerCase(),
});
