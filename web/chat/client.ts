import type { PostMessage, ServerFrame, ShownMessages, StartedSession, UploadedFile } from '#domain/chat/protocol.ts';
import { type Done, type LeftMessage, leaveMessage, uploadFile } from './forms.ts';
import { type Ask, createAsk } from './http.ts';
import { type Kept, type KeptIn, keptIn } from './kept.ts';
import { type Line, lastAnswer, waitingIn, withChanged, withTold } from './log.ts';
import { type ChatSocket, openChatSocket, type Sockets } from './socket.ts';

export type ChatState = {
  readonly session?: StartedSession | undefined;
  readonly lines: readonly Line[];
  /** `asking`: there is no socket, so the page asks every few seconds. */
  readonly link: 'starting' | 'open' | 'asking' | 'failed';
  /** First name of the agent who is writing. */
  readonly typing?: string | undefined;
};

export type ChatOptions = {
  /** `https://…/chat/<connection id>` */
  readonly api: string;
  readonly fetch: typeof globalThis.fetch;
  readonly sockets: Sockets;
  readonly storage: KeptIn;
  readonly newId: () => string;
  readonly now: () => Date;
  /** The page's address, for the agents. */
  readonly page?: string | undefined;
  /** A token in which the business says who this is. */
  readonly identify?: string | undefined;
  readonly onChange: (state: ChatState) => void;
};

/** A message whose acknowledgement does not come is sent again, over HTTP. */
const ackWithinMs = 5000;
const typingEveryMs = 3000;
/** Consoles repeat themselves every half minute. */
const typingShownMs = 35_000;
const askAgainMs = 5000;

/** Talks with Parley as docs/chat-protocol.md has it: nothing written is lost, nothing told is shown twice. */
export class ChatClient {
  readonly #options: ChatOptions;
  readonly #kept: Kept;
  readonly #ask: Ask;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #onTheirWay = new Set<string>();
  #state: ChatState;
  #token: string | undefined;
  #seq = 0;
  #socket: ChatSocket | undefined;
  #seenUpTo: string | undefined;
  #typedAt = 0;
  #isClosed = false;

  constructor(options: ChatOptions) {
    this.#options = options;
    this.#kept = keptIn(options.storage, options.api);
    this.#token = this.#kept.token();
    this.#ask = createAsk(options.api, options.fetch, () => this.#token);
    this.#state = { lines: this.#kept.waiting(), link: 'starting' };
    void this.#start();
  }

  send(text: string, uploads: readonly UploadedFile[] = []): void {
    const { newId, now } = this.#options;
    const files = uploads.map(({ fileName, contentType }) => ({ fileName, contentType, bytes: 0, url: '' }));
    const line: Line = { id: newId(), from: 'visitor', text, at: now().toISOString(), files, uploads, waiting: true };
    this.#set({ lines: [...this.#state.lines, line] });
    this.#flush();
  }

  typing(): void {
    const at = this.#options.now().getTime();
    if (at - this.#typedAt < typingEveryMs || !this.#state.session) return;
    this.#typedAt = at;
    if (!this.#socket?.send({ type: 'typing' })) void this.#ask({ method: 'POST', path: 'typing', body: {} });
  }

  /** The visitor has the page before them: what is on it was seen. */
  seen(): void {
    const last = lastAnswer(this.#state.lines);
    if (!last || last.id === this.#seenUpTo || last.delivery === 'read') return;
    this.#seenUpTo = last.id;
    const body = { upTo: last.id };
    if (!this.#socket?.send({ type: 'seen', ...body })) void this.#ask({ method: 'POST', path: 'seen', body });
  }

  upload(file: File): Promise<Done<UploadedFile>> {
    return uploadFile({ ask: this.#ask, fetch: this.#options.fetch }, file);
  }

  leave(message: Omit<LeftMessage, 'page'>): Promise<Done<'left'>> {
    return leaveMessage(this.#ask, { ...message, page: this.#options.page });
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#socket?.close();
  }

  #set(change: Partial<ChatState>): void {
    if (this.#isClosed) return;
    this.#state = { ...this.#state, ...change };
    if (change.lines) this.#kept.keepWaiting(waitingIn(change.lines));
    this.#options.onChange(this.#state);
  }

  #later(name: string, ms: number, work: () => void): void {
    clearTimeout(this.#timers.get(name));
    if (!this.#isClosed) this.#timers.set(name, setTimeout(work, ms));
  }

  async #start(): Promise<void> {
    const { identify, page } = this.#options;
    const body = { identify, page };
    const { status, body: session } = await this.#ask<StartedSession>({ method: 'POST', path: 'sessions', body });
    if (this.#isClosed) return;
    if (status !== 200 || !session) {
      this.#set({ link: 'failed' });
      return this.#later('start', askAgainMs, () => void this.#start());
    }
    this.#begin(session);
    await this.#fetchNews();
    this.#flush();
  }

  /** Somebody else than before does not see what the other was told. */
  #begin(session: StartedSession): void {
    const before = this.#state.session;
    const isOther = before !== undefined && before.sessionId !== session.sessionId;
    if (isOther) this.#seq = 0;
    this.#token = session.token;
    this.#kept.keepToken(session.token);
    this.#set({ session, link: 'asking', lines: isOther ? waitingIn(this.#state.lines) : this.#state.lines });
    this.#socket?.close();
    const { socketUrl: url, token } = session;
    this.#socket = openChatSocket(
      this.#options.sockets,
      { url, token },
      {
        onOpen: () => this.#opened(),
        onFrame: (frame) => this.#hear(frame),
        onClosed: () => {
          this.#set({ link: 'asking' });
          this.#poll(0);
        },
      },
    );
    this.#poll(askAgainMs);
  }

  /** Listening first, asking second: what comes in between is told twice at worst. */
  #opened(): void {
    this.#set({ link: 'open' });
    this.#onTheirWay.clear();
    void this.#fetchNews().then(() => this.#flush());
  }

  #poll(ms: number): void {
    this.#later('poll', ms, () => {
      if (this.#socket?.isOpen()) return;
      void this.#fetchNews().then((seconds) => this.#poll(seconds * 1000));
    });
  }

  /** Seconds after which it should be asked again. */
  async #fetchNews(): Promise<number> {
    const path = this.#seq === 0 ? 'messages' : `messages?after=${this.#seq}`;
    const { status, body } = await this.#ask<ShownMessages>({ method: 'GET', path });
    if (status === 401) this.#later('start', 0, () => void this.#start());
    if (status !== 200 || !body) return askAgainMs / 1000;
    this.#seq = Math.max(this.#seq, body.seq);
    this.#set({ lines: withTold(this.#state.lines, body.messages) });
    return body.pollSeconds;
  }

  #hear(frame: ServerFrame): void {
    switch (frame.type) {
      case 'ack':
        this.#settle(frame.id);
        break;
      case 'refused':
        if (frame.retryAfterSeconds === undefined) this.#settle(frame.id, frame.detail);
        else this.#again(frame.id, frame.retryAfterSeconds * 1000);
        break;
      case 'message':
        this.#set({ lines: withTold(this.#state.lines, [frame.message]), typing: undefined });
        this.#socket?.send({ type: 'got', upTo: frame.message.id });
        break;
      case 'typing':
        this.#set({ typing: frame.name });
        this.#later('typing', typingShownMs, () => this.#set({ typing: undefined }));
        break;
      case 'pong':
        if (frame.seq > this.#seq) void this.#fetchNews();
        break;
      case 'problem':
        void this.#fetchNews();
        break;
    }
  }

  /** Sends what waits, in order, each once until it is time to try again. */
  #flush(): void {
    if (!this.#state.session) return;
    for (const { id, text, uploads = [] } of waitingIn(this.#state.lines)) {
      if (this.#onTheirWay.has(id)) continue;
      this.#onTheirWay.add(id);
      const message = { id, text, files: [...uploads], page: this.#options.page };
      if (this.#socket?.send({ type: 'message', ...message }))
        this.#later(id, ackWithinMs, () => void this.#post(message));
      else void this.#post(message);
    }
  }

  async #post(message: PostMessage): Promise<void> {
    const { id } = message;
    type Problem = { readonly detail?: string };
    const { status, body, retryAfter } = await this.#ask<Problem>({ method: 'POST', path: 'messages', body: message });
    if (status === 202) return this.#settle(id);
    if (status === 401) this.#later('start', 0, () => void this.#start());
    const isFinal = status >= 400 && status < 500 && status !== 401 && status !== 429;
    if (isFinal) return this.#settle(id, body?.detail ?? 'not taken');
    this.#again(id, retryAfter === undefined ? askAgainMs : retryAfter * 1000);
  }

  #again(id: string, ms: number): void {
    this.#later(id, ms, () => {
      this.#onTheirWay.delete(id);
      this.#flush();
    });
  }

  /** It was taken, or never will be. */
  #settle(id: string, refused?: string): void {
    clearTimeout(this.#timers.get(id));
    this.#onTheirWay.delete(id);
    const settled = ({ waiting: _, ...line }: Line): Line => (refused === undefined ? line : { ...line, refused });
    this.#set({ lines: withChanged(this.#state.lines, id, settled) });
  }
}
