import { useQueryClient } from '@tanstack/react-query';
import type { Checks, MappingTried } from '#functions/connections-api/contract.ts';
import { useNeeds } from '../api/context.ts';
import { useIntent } from '../interactions/use-submit.ts';
import { connectionKeys, connectionPath } from './queries.ts';
import type { Connection } from './words.ts';

export type ConnectionChanges = {
  check(id: string, verb: 'test' | 'register'): Promise<Checks>;
  storeCredentials(id: string, body: unknown): Promise<Checks>;
  switchTo(id: string, state: 'enable' | 'disable'): Promise<Connection>;
  save(connection: Connection): Promise<Connection>;
  /** Changes nothing. */
  tryMapping(id: string, body: { readonly settings: unknown; readonly sample: string }): Promise<MappingTried>;
};

/** What an administrator can do with a connection; everything shown about them is read again afterwards. */
export const useConnectionChanges = (): ConnectionChanges => {
  const { api } = useNeeds();
  const client = useQueryClient();
  const keyFor = useIntent();
  const send = async <Answer>(change: {
    readonly method: 'POST' | 'PUT';
    readonly path: string;
    readonly body: unknown;
  }): Promise<Answer> => {
    const answer = await api.change<Answer>({ ...change, idempotencyKey: keyFor(change) });
    await client.invalidateQueries({ queryKey: connectionKeys.all });
    return answer;
  };
  return {
    check: (id, verb) => send({ method: 'POST', path: connectionPath(id, `/${verb}`), body: {} }),
    storeCredentials: (id, body) => send({ method: 'PUT', path: connectionPath(id, '/credentials'), body }),
    switchTo: (id, state) => send({ method: 'POST', path: connectionPath(id, `/${state}`), body: {} }),
    save: ({ id, ...body }) => send({ method: 'PUT', path: connectionPath(id), body }),
    tryMapping: (id, body) =>
      api.change({
        method: 'POST',
        path: connectionPath(id, '/try-mapping'),
        body,
        idempotencyKey: crypto.randomUUID(),
      }),
  };
};
