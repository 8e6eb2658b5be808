import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useState } from 'react';
import { useBootstrap, useNeeds } from '../api/context.ts';
import { type Live, startLive } from './live.ts';

export const LiveContext = createContext<Live | undefined>(undefined);

/** Absent for the moment before the socket is asked for. */
export const useLive = (): Live | undefined => use(LiveContext);

/** One connection for as long as the workspace is shown. */
export const useStartedLive = (): Live | undefined => {
  const { api } = useNeeds();
  const client = useQueryClient();
  const { me, seq } = useBootstrap();
  const [live, setLive] = useState<Live>();
  const [start] = useState({ me, seq });
  useEffect(() => {
    const started = startLive({ api, client }, start);
    setLive(started);
    return () => started.close();
  }, [api, client, start]);
  return live;
};
