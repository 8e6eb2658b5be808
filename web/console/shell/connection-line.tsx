import { useQueryClient } from '@tanstack/react-query';
import { CloudOff, LoaderCircle } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { sendWaiting } from '../actions/send.ts';
import { useNeeds } from '../api/context.ts';
import { socketState } from '../live/live-state.ts';
import { useStore } from '../stores/store.ts';

const graceMs = 2500;

/** One slim line while live updates do not arrive; never in the way. Sends what waited once they do again. */
export const ConnectionLine = () => {
  const state = useStore(socketState, (value) => value);
  const isOnline = useSyncExternalStore(subscribeOnline, () => navigator.onLine);
  const isLate = useIsLate(state !== 'open');
  useSendWaiting(state === 'open' && isOnline);
  if (isOnline && !isLate) return null;
  const Icon = isOnline ? LoaderCircle : CloudOff;
  return (
    <div
      role="status"
      className="flex h-7 shrink-0 items-center justify-center gap-2 bg-warn-soft px-3 text-12 text-warn"
    >
      <Icon size={14} className={isOnline ? 'motion-safe:animate-spin' : ''} aria-hidden />
      {isOnline
        ? 'Reconnecting. What you see may be a little old.'
        : 'You are offline. What you write is kept and sent later.'}
    </div>
  );
};

/** True once something has lasted beyond a blink. */
const useIsLate = (isWaiting: boolean): boolean => {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    if (!isWaiting) return setIsLate(false);
    const timer = setTimeout(() => setIsLate(true), graceMs);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  return isLate;
};

const useSendWaiting = (isConnected: boolean): void => {
  const { api } = useNeeds();
  const client = useQueryClient();
  useEffect(() => {
    if (isConnected) void sendWaiting({ api, client });
  }, [isConnected, api, client]);
};

const subscribeOnline = (listener: () => void): (() => void) => {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
};
