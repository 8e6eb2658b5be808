import type { Onlooker } from '#functions/realtime/contract.ts';
import { createStore } from '../stores/store.ts';
import type { SocketState } from './socket.ts';

/** Who else looks at a conversation, by conversation id. */
export const onlookers = createStore<Readonly<Record<string, readonly Onlooker[]>>>({});
export const socketState = createStore<SocketState>('connecting');
