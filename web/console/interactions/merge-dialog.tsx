import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ConversationDetail, CustomerDetail } from '#functions/agent-api/contract.ts';
import type { Api } from '../api/client.ts';
import { useNeeds } from '../api/context.ts';
import { keys } from '../api/keys.ts';
import { customerQuery, detailQuery } from '../api/queries.ts';
import type { Customer } from '../api/types.ts';
import { plural } from '../format/words.ts';
import { Modal } from '../ui/modal.tsx';
import { confirmDone } from '../ui/toast.ts';
import { TextField } from './fields.tsx';
import { FormEnd } from './form-end.tsx';
import { customerNamed } from './named-customer.ts';
import { useSubmit } from './use-submit.ts';

type MergeDialogProps = { readonly detail: ConversationDetail; readonly onClose: () => void };

/** Two customers turn out to be one: found by an id, or by the address of a conversation with the other. */
export const MergeDialog = ({ detail, onClose }: MergeDialogProps) => {
  const { customer } = detail;
  const { api } = useNeeds();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const { data: other, error: notFound } = useOther(api, text);
  const isSame = other?.customer.id === customer.id;
  const { onSubmit, isBusy, error } = useSubmit(async () => {
    if (!other) return;
    await api.change<Customer>({
      method: 'POST',
      path: `/v1/customers/${encodeURIComponent(customer.id)}/merge`,
      body: { customerId: other.customer.id },
      idempotencyKey: crypto.randomUUID(),
    });
    for (const queryKey of [keys.details, keys.lists, ['customer']]) void client.invalidateQueries({ queryKey });
    onClose();
    confirmDone(`${other.customer.name} is now ${customer.name}`);
  });
  return (
    <Modal title="Merge customers" onClose={onClose}>
      <form onSubmit={onSubmit} className="grid gap-3 overflow-y-auto p-4">
        <TextField
          label="The other customer"
          placeholder="Id, or the address of one of their conversations"
          hint="Open a conversation with them in another tab and paste its address here."
          problem={problemWith({ isSame, notFound })}
          value={text}
          onChange={setText}
        />
        <div className="grid gap-2 sm:grid-cols-2">
          <Side title="Stays" customer={customer}>
            Gets the addresses and conversations of the other
          </Side>
          {other && !isSame ? (
            <Side title="Goes" customer={other.customer}>
              {plural(other.conversations.length, 'conversation')} come along
            </Side>
          ) : (
            <div className="rounded-m border border-dashed border-border p-3 text-13 text-text-2">
              Nobody chosen yet
            </div>
          )}
        </div>
        <p className="text-13 text-text-2">This cannot be taken back.</p>
        <FormEnd
          label="Merge"
          look="danger"
          error={error}
          isBusy={isBusy}
          isReady={other !== undefined && !isSame}
          onCancel={onClose}
        />
      </form>
    </Modal>
  );
};

const problemWith = (found: { readonly isSame: boolean; readonly notFound: Error | null }): string | undefined => {
  if (found.isSame) return 'That is the same customer.';
  return found.notFound ? 'Nobody is found by that.' : undefined;
};

const useOther = (api: Api, text: string) => {
  const client = useQueryClient();
  const named = customerNamed(text);
  return useQuery<CustomerDetail>({
    queryKey: ['customer', 'named', text],
    enabled: named !== undefined,
    staleTime: 0,
    queryFn: async () => {
      if (named === undefined) throw new Error('nobody is named');
      const id =
        'customerId' in named
          ? named.customerId
          : (await client.fetchQuery(detailQuery(api, named.conversationId))).customer.id;
      return client.fetchQuery(customerQuery(api, id));
    },
  });
};

type SideProps = { readonly title: string; readonly customer: Customer; readonly children: ReactNode };

const Side = ({ title, customer, children }: SideProps) => (
  <section className="grid content-start gap-0.5 rounded-m border border-border p-3 text-13">
    <h3 className="text-12 text-text-2">{title}</h3>
    <bdi className="font-medium">{customer.name}</bdi>
    {customer.identities.slice(0, 4).map(({ channel, value }) => (
      <bdi key={`${channel} ${value}`} className="truncate text-12 text-text-2">
        {value}
      </bdi>
    ))}
    <p className="mt-1 text-12 text-text-2">{children}</p>
  </section>
);
