import type { Ticket } from '#functions/agent-api/contract.ts';
import type { ClientFrame, ServerFrame } from '#functions/realtime/contract.ts';
import { readFrames } from './frames.ts';

export type SocketState = 'connecting' | 'open' | 'waiting';

export type SocketNeeds = {
  readonly openTicket: () => Promise<Ticket>;
  readonly onOpen: () => void;
  readonly onFrame: (frame: ServerFrame) => void;
  /** Something this console does not know yet, from a newer server. */
  readonly onUnknown: () => void;
  readonly onState: (state: SocketState) => void;
};

export type LiveSocket = { send(frame: ClientFrame): void; close(): void };

const pingEveryMs = 30_000;
const longestWaitMs = 30_000;

/** A socket that comes back: exponential waits with jitter, at once when the network returns, closed when pings go unanswered. */
export const openSocket = (needs: SocketNeeds): LiveSocket => {
  let socket: WebSocket | undefined;
  let failures = 0;
  let unansweredPings = 0;
  let closed = false;
  let isConnecting = false;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const send = (frame: ClientFrame): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  };
  const again = (): void => {
    if (closed) return;
    needs.onState('waiting');
    const wait = Math.min(longestWaitMs, 500 * 2 ** failures) * (0.5 + Math.random() / 2);
    failures += 1;
    clearTimeout(retry);
    retry = setTimeout(() => void connect(), wait);
  };
  const connect = async (): Promise<void> => {
    if (isConnecting) return;
    isConnecting = true;
    needs.onState('connecting');
    const ticket = await needs.openTicket().catch(() => undefined);
    isConnecting = false;
    if (closed) return;
    if (!ticket) return again();
    socket = listen(ticket);
  };
  const listen = ({ url, ticket }: Ticket): WebSocket => {
    const next = new WebSocket(`${url}?ticket=${encodeURIComponent(ticket)}`);
    next.onopen = () => {
      failures = 0;
      unansweredPings = 0;
      needs.onState('open');
      needs.onOpen();
    };
    next.onmessage = ({ data }) => {
      unansweredPings = 0;
      for (const frame of readFrames(String(data))) {
        if (frame) needs.onFrame(frame);
        else needs.onUnknown();
      }
    };
    next.onclose = again;
    return next;
  };
  const ping = setInterval(() => {
    if (unansweredPings > 1) return socket?.close();
    unansweredPings += 1;
    send({ type: 'ping' });
  }, pingEveryMs);
  const now = (): void => {
    if (socket?.readyState === WebSocket.OPEN || socket?.readyState === WebSocket.CONNECTING) return;
    clearTimeout(retry);
    void connect();
  };
  window.addEventListener('online', now);
  void connect();
  return {
    send,
    close: () => {
      closed = true;
      clearInterval(ping);
      clearTimeout(retry);
      window.removeEventListener('online', now);
      socket?.close();
    },
  };
};
