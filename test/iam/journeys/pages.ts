import { z } from 'zod';
import { subprotocol } from '#domain/chat/version.ts';
import { identifyToken, webChatLocal } from '#local/channels/web-chat.ts';
import { picture } from '#local/stand-ins/twilio-picture.ts';
import { eventually, nowOf } from '#test/journeys/journey.ts';
import type { LocalSystem } from '#test/support/local-system.ts';
import { answered, asks, type Form, found, postFile, read, uploaded } from './asking.ts';
import type { Losses } from './lost.ts';

const chat = `/chat/${webChatLocal.connection.id}`;
const page = 'https://www.parley.example';
const $Credentials = z.object({ identifySecrets: z.array(z.string()) });

/** A page's socket with all that it was told. */
async function opened(
  socket: WebSocket,
): Promise<{ say(frame: unknown): void; heard(type: string): Promise<unknown> }> {
  const frames: { readonly type: string }[] = [];
  socket.addEventListener('message', ({ data }) => frames.push(...[JSON.parse(String(data))].flat()));
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('the socket was refused')));
  });
  return {
    say: (frame) => socket.send(JSON.stringify(frame)),
    heard: (type) =>
      eventually(
        `a frame "${type}" among ${JSON.stringify(frames)}`,
        async () => frames.find((frame) => frame.type === type),
        5000,
      ),
  };
}

type Session = { readonly token: string; readonly socketUrl: string };

/** What a page asks of the chat API. */
async function askChat<Body>(
  system: LocalSystem,
  what: string,
  given: { token?: string; body?: unknown },
): Promise<Body> {
  const response = await fetch(`${system.url}${chat}/${what}`, {
    method: given.body === undefined ? 'GET' : 'POST',
    headers: {
      'content-type': 'application/json',
      origin: page,
      ...(given.token ? { authorization: `Bearer ${given.token}` } : {}),
    },
    ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${what} was answered with ${response.status}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as Body;
}

async function session(system: LocalSystem, id: string): Promise<Session> {
  const [secret = ''] = $Credentials.parse(webChatLocal.credentials).identifySecrets;
  const person = { id, name: 'Ines Rocha', email: `${id}@customers.example`, now: await nowOf(system) };
  const body = { identify: await identifyToken(secret, person), page: `${page}/orders` };
  return askChat<Session>(system, 'sessions', { body });
}

type Console = { looksAt(id: string): Promise<void>; close(): void };

/** A console that is open: it follows, looks, and shows that somebody writes. */
async function consoleIsOpen(system: LocalSystem): Promise<Console> {
  const { ticket, url } = await asks<{ ticket: string; url: string }>(system, 'ada', {
    method: 'POST',
    path: '/v1/realtime/tickets',
  });
  const socket = new WebSocket(`${url}?ticket=${ticket}`);
  const console = await opened(socket);
  const topics = ['account', 'agents', 'inbox:ada', 'queue:billing'];
  console.say({ type: 'subscribe', topics });
  await console.heard('subscribed');
  console.say({ type: 'ping' });
  await console.heard('pong');
  return {
    async looksAt(id) {
      console.say({ type: 'subscribe', topics: [...topics, `conversation:${id}`] });
      console.say({ type: 'presence', conversationId: id, doing: 'replying' });
      await console.heard('onlookers');
    },
    close: () => socket.close(),
  };
}

/** Without a socket: words, a picture, typing, what was read. */
async function visitorAsks(system: LocalSystem, losses: Losses): Promise<void> {
  const { token } = await session(system, 'k-3001');
  const bytes = picture.body.byteLength;
  const { file, ...form } = await askChat<Form & { readonly file: object }>(system, 'files', {
    token,
    body: { fileName: 'plan.png', contentType: 'image/png', bytes },
  });
  await postFile(form);
  await askChat(system, 'messages', {
    token,
    body: { id: 'message-3001', text: 'Is order 3001 packed?', files: [file] },
  });
  const seen = await found(system, 'order 3001');
  await losses.consoles(system, [`conversation:${seen.conversation.id}`]);
  await askChat(system, 'typing', { token, body: {} });
  await losses.visitor(system, seen);
  const attachments = [{ uploadId: await uploaded(system, 'ada'), fileName: 'plan.png' }];
  await answered(system, seen, { text: 'It is packed.', attachments });
  const shown = await eventually('the answer in the chat', async () => {
    const { messages } = await askChat<{ messages: { id: string }[] }>(system, 'messages', { token });
    return messages.length > 1 && messages;
  });
  await askChat(system, 'seen', { token, body: { upTo: shown.at(-1)?.id } });
}

/** With a socket, while an agent writes. */
async function visitorTalks(system: LocalSystem, losses: Losses, console: Console): Promise<void> {
  const { token, socketUrl } = await session(system, 'k-3002');
  const socket = new WebSocket(socketUrl, { protocols: [subprotocol, token], headers: { origin: page } } as never);
  const visitor = await opened(socket);
  visitor.say({ type: 'message', id: 'message-3002', text: 'Is order 3002 packed?' });
  await visitor.heard('ack');
  const seen = await found(system, 'order 3002');
  const followed = [`conversation:${seen.conversation.id}`];
  await losses.consoles(system, followed);
  await losses.visitor(system, seen);
  await console.looksAt(seen.conversation.id);
  await visitor.heard('typing');
  await losses.consoles(system, followed);
  visitor.say({ type: 'typing' });
  visitor.say({ type: 'ping' });
  await visitor.heard('pong');
  await losses.consoles(system, followed);
  await answered(system, seen, { text: 'It is packed, too.' });
  await visitor.heard('message');
  const { events } = await found(system, 'packed, too');
  visitor.say({ type: 'seen', upTo: events.findLast(({ type }) => type === 'ReplyWritten')?.id });
  await read(system);
  socket.close();
}

/** The form is looked at. */
async function formIsShown(system: LocalSystem): Promise<void> {
  const response = await fetch(`${system.url}/webhooks/web-form/support-web-form`);
  if (!response.ok) throw new Error(`the form was answered with ${response.status}`);
}

/** What happens in browsers, with a console open. */
export async function pagesAreUsed(system: LocalSystem, losses: Losses): Promise<void> {
  const console = await consoleIsOpen(system);
  await formIsShown(system);
  await visitorAsks(system, losses);
  await visitorTalks(system, losses, console);
  await read(system);
  console.close();
}
