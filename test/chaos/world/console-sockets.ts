import type { Wire, WireAnswer } from './interception.ts';

/** The consoles' WebSockets as API Gateway keeps them. */
export type ConsoleSockets = {
  open(socketId: string, onText: (text: string) => void): void;
  close(socketId: string): void;
  /** Frames that reached a screen. */
  heard(): number;
  answer(wire: Wire): WireAnswer;
};

export function createConsoleSockets(): ConsoleSockets {
  let heard = 0;
  const listeners = new Map<string, (text: string) => void>();
  return {
    open: (socketId, onText) => void listeners.set(socketId, onText),
    close: (socketId) => void listeners.delete(socketId),
    heard: () => heard,
    answer(wire) {
      const socketId = decodeURIComponent(/\/@connections\/([^/?]+)/.exec(wire.path)?.[1] ?? '');
      const listener = listeners.get(socketId);
      if (!listener)
        return { status: 410, headers: { 'x-amzn-errortype': 'GoneException' }, body: '{"message":"gone"}' };
      heard += 1;
      listener(wire.body);
      return { status: 200, body: '' };
    },
  };
}
