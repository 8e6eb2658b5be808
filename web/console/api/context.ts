import { createContext, use } from 'react';
import type { Bootstrap } from '#functions/agent-api/contract.ts';
import type { Session } from '../session/session.ts';
import type { Api } from './client.ts';

export type Needs = { readonly api: Api; readonly session: Session };

export const NeedsContext = createContext<Needs | undefined>(undefined);
export const BootstrapContext = createContext<Bootstrap | undefined>(undefined);

export const useNeeds = (): Needs => {
  const needs = use(NeedsContext);
  if (!needs) throw new Error('NeedsContext is missing above this component');
  return needs;
};

/** Who is signed in, the colleagues and the queues; only below the bootstrap gate. */
export const useBootstrap = (): Bootstrap => {
  const bootstrap = use(BootstrapContext);
  if (!bootstrap) throw new Error('BootstrapContext is missing above this component');
  return bootstrap;
};
