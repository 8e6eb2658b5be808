import type { ClientFrame, ServerFrame } from '#domain/chat/protocol.ts';
import { subprotocol } from '#domain/chat/version.ts';

export type Sockets = {
  readonly create: (url: string, protocols: string[]) => WebSocket;
  readonly random: () => number;
};

export type ChatSocketEvents = {
  readonly onOpen: () => void;
  readonly onFrame: (frame: ServerFrame) => void;
  readonly onClosed: () => void;
};

export type ChatSocket = {
  isOpen(): boolean;
  /** False when there is no open socket, or the frame is larger than a socket takes. */
  send(frame: ClientFrame): boolean;
  close(): void;
};

/** API Gateway closes what is silent for ten minutes, and everything after two hours. */
const pingEveryMs = 5 * 60_000;
const renewAfterMs = 110 * 60_000;
/** A frame may have 32 KB; larger messages go over HTTP. */
const mostFrameBytes = 30_000;
const firstWaitMs = 500;
const longestWaitMs = 30_000;

/** Half of it is chance, so that not everybody comes back at once. */
const jittered = (waitMs: number, random: () => number): number => waitMs * (0.5 + random() / 2);

/** A socket that comes back by itself: after growing waits when it closes, and before the provider would close it. */
export function openChatSocket(
  { create, random }: Sockets,
  { url, token }: { readonly url: string; readonly token: string },
  events: ChatSocketEvents,
): ChatSocket {
  let socket: WebSocket | undefined;
  let failures = 0;
  let unanswered = 0;
  let isDone = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let renewal: ReturnType<typeof setTimeout> | undefined;

  const isOpen = (): boolean => socket?.readyState === WebSocket.OPEN;
  const send = (frame: ClientFrame): boolean => {
    const text = JSON.stringify(frame);
    if (!socket || !isOpen() || new TextEncoder().encode(text).length > mostFrameBytes) return false;
    socket.send(text);
    return true;
  };
  const connect = (): void => {
    const next = create(url, [subprotocol, token]);
    socket = next;
    next.onopen = () => {
      failures = 0;
      unanswered = 0;
      clearTimeout(renewal);
      renewal = setTimeout(
        () => next.close(),
        jittered(renewAfterMs, () => 0.8 + random() / 5),
      );
      events.onOpen();
    };
    next.onmessage = ({ data }) => {
      unanswered = 0;
      const frame = frameOf(String(data));
      if (frame) events.onFrame(frame);
    };
    next.onclose = () => {
      if (socket !== next || isDone) return;
      const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** failures);
      failures += 1;
      retry = setTimeout(connect, jittered(waitMs, random));
      events.onClosed();
    };
  };
  const ping = setInterval(() => {
    if (unanswered > 0) return socket?.close();
    if (send({ type: 'ping' })) unanswered += 1;
  }, pingEveryMs);
  connect();
  return {
    isOpen,
    send,
    close: () => {
      isDone = true;
      clearInterval(ping);
      clearTimeout(retry);
      clearTimeout(renewal);
      socket?.close();
    },
  };
}

function frameOf(text: string): ServerFrame | undefined {
  try {
    const frame: unknown = JSON.parse(text);
    return typeof frame === 'object' && frame !== null && 'type' in frame ? (frame as ServerFrame) : undefined;
  } catch {
    return undefined;
  }
}
