import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useState } from 'react';
import type { Topic } from '#functions/realtime/contract.ts';
import { useBootstrap, useNeeds } from '../api/context.ts';
import { type Live, startLive } from './live.ts';

export const LiveContext = createContext<Live | undefined>(undefined);

/** Absent for the moment before the socket is asked for. */
export const useLive = (): Live | undefined => use(LiveContext);

/** One connection for as long as the workspace is shown. */
export const useStartedLive = (): Live | undefined => {
  const { api } = useNeeds();
  const client = useQueryClient();
  const meId = useBootstrap().me.id;
  const [live, setLive] = useState<Live>();
  useEffect(() => {
    const started = startLive({ api, client }, meId);
    setLive(started);
    return () => started.close();
  }, [api, client, meId]);
  return live;
};

/** Hears of these for as long as the component is shown. */
export const useFollowing = (topics: readonly Topic[]): void => {
  const live = useLive();
  const wanted = topics.join('\n');
  useEffect(() => live?.follow(wanted === '' ? [] : (wanted.split('\n') as Topic[])), [live, wanted]);
};
