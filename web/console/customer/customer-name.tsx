import { useQueryClient } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { toastError } from '../actions/change.ts';
import { useNeeds } from '../api/context.ts';
import { keys } from '../api/keys.ts';
import type { Customer } from '../api/types.ts';
import { IconButton } from '../ui/icon-button.tsx';

/** The customer's name, corrected in place. */
export const CustomerName = ({ customer }: { readonly customer: Customer }) => {
  const [isEditing, setIsEditing] = useState(false);
  const rename = useRename(customer);
  if (!isEditing) {
    return (
      <span className="group flex items-center gap-1">
        <h2 className="truncate text-14 font-semibold">
          <bdi dir="auto">{customer.name}</bdi>
        </h2>
        <IconButton
          icon={Pencil}
          name="Change the name"
          className="size-6! opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
          onPress={() => setIsEditing(true)}
        />
      </span>
    );
  }
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim();
    setIsEditing(false);
    if (name !== '' && name !== customer.name) void rename(name);
  };
  return (
    <form onSubmit={submit}>
      <input
        name="name"
        dir="auto"
        // biome-ignore lint/a11y/noAutofocus: the field replaces the button that was just pressed
        autoFocus
        defaultValue={customer.name}
        maxLength={200}
        aria-label="Name of the customer"
        onKeyDown={(event) => event.key === 'Escape' && setIsEditing(false)}
        className="h-7 w-full rounded-m border border-border-strong bg-surface px-2 text-14"
      />
    </form>
  );
};

const useRename = (customer: Customer): ((name: string) => Promise<void>) => {
  const { api } = useNeeds();
  const client = useQueryClient();
  return async (name) => {
    try {
      const path = `/v1/customers/${encodeURIComponent(customer.id)}`;
      await api.change({ method: 'PATCH', path, body: { name }, idempotencyKey: crypto.randomUUID() });
      await client.invalidateQueries({ queryKey: keys.customer(customer.id) });
      await client.invalidateQueries({ queryKey: keys.details });
    } catch (error) {
      toastError(error, 'The name is as it was before.');
    }
  };
};
