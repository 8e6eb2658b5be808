import type { OfflineForm, StartedSession, UploadedFile } from '#domain/chat/protocol.ts';
import { ChatClient, type ChatState } from './client.ts';
import type { Line } from './log.ts';

/** The plain page: /chat?connection=<id>. What it shows is text, never markup. */

function part<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${kind.name} ${id}`);
  return found;
}

const log = part('log', HTMLDivElement);
const list = part('lines', HTMLOListElement);
const text = part('text', HTMLTextAreaElement);
const file = part('file', HTMLInputElement);
const problem = part('problem', HTMLParagraphElement);
const offline = part('offline', HTMLFormElement);

const element = (name: string, content: string, className = ''): HTMLElement => {
  const made = document.createElement(name);
  made.textContent = content;
  made.className = className;
  return made;
};

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { weekday: 'long', hour: '2-digit', minute: '2-digit' });

const aboutLine = ({ from, name, at, waiting, refused, delivery }: Line): HTMLElement => {
  const who = from === 'agent' ? (name ?? 'We') : 'You';
  if (refused !== undefined) return element('small', `${who}, not sent: ${refused}`, 'refused');
  const mark = waiting ? ', sending …' : '';
  const made = element('small', `${who}, ${time.format(new Date(at))}${mark}`);
  made.dataset.delivery = delivery ?? '';
  return made;
};

function fileLine({ fileName, url }: Line['files'][number]): HTMLElement {
  if (url === '') return element('p', fileName);
  const link = document.createElement('a');
  link.href = url;
  link.textContent = fileName;
  link.rel = 'noopener';
  const made = element('p', '');
  made.append(link);
  return made;
}

function lineElement(line: Line): HTMLElement {
  const made = element('li', '', line.from);
  made.dataset.id = line.id;
  made.append(aboutLine(line), element('p', line.text), ...line.files.map(fileLine));
  return made;
}

/** What stands is not touched, so that a screen reader announces only what is new or changed. */
const standing = new Map<string, { readonly key: string; readonly element: HTMLElement }>();

function standingFor(line: Line): HTMLElement {
  const key = JSON.stringify([line.text, line.waiting, line.refused, line.files.map(({ url }) => url !== '')]);
  const before = standing.get(line.id);
  if (before?.key === key) return before.element;
  const made = lineElement(line);
  before?.element.replaceWith(made);
  standing.set(line.id, { key, element: made });
  return made;
}

function showLines(lines: readonly Line[]): void {
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  for (const [index, line] of lines.entries()) {
    const shown = standingFor(line);
    if (list.children[index] !== shown) list.insertBefore(shown, list.children[index] ?? null);
  }
  while (list.children.length > lines.length) list.lastElementChild?.remove();
  if (isAtEnd) log.scrollTop = log.scrollHeight;
}

const links: Readonly<Record<ChatState['link'], string>> = {
  starting: 'Connecting …',
  open: 'Connected',
  asking: 'Connected (new messages may take a few seconds)',
  failed: 'No connection. Trying again …',
};

function showText(id: string, content: string | undefined): void {
  const shown = part(id, HTMLParagraphElement);
  shown.hidden = content === undefined;
  shown.textContent = content ?? '';
}

const say = (id: string, content: string): void => {
  const shown = part(id, HTMLParagraphElement);
  if (shown.textContent !== content) shown.textContent = content;
};

function question({ name, label }: OfflineForm['fields'][number]): HTMLElement {
  const made = element('label', `${label} `);
  const input = document.createElement('input');
  input.name = `answer ${name}`;
  input.maxLength = 500;
  made.append(input);
  return made;
}

let asked: string | undefined;

function showOpening({ open, opensAt, offlineForm, greeting }: StartedSession): void {
  showText('greeting', greeting);
  part('closed', HTMLElement).hidden = open;
  showText('opens', opensAt && `We are here again on ${dayAndTime.format(new Date(opensAt))}.`);
  showText('note', offlineForm?.note);
  offline.hidden = offlineForm === undefined;
  const wanted = JSON.stringify(offlineForm?.fields);
  if (wanted === asked) return;
  asked = wanted;
  part('questions', HTMLDivElement).replaceChildren(...(offlineForm?.fields ?? []).map(question));
}

function show({ session, lines, link, typing }: ChatState): void {
  say('link', links[link]);
  say('typing', typing === undefined ? '' : `${typing} is writing …`);
  if (session) showOpening(session);
  showLines(lines);
  if (document.visibilityState === 'visible') client.seen();
}

const query = new URLSearchParams(location.search);
const client: ChatClient = new ChatClient({
  api: `/chat/${encodeURIComponent(query.get('connection') ?? 'support-web-chat')}`,
  fetch: fetch.bind(globalThis),
  sockets: { create: (url, protocols) => new WebSocket(url, protocols), random: Math.random },
  storage: localStorage,
  newId: () => crypto.randomUUID(),
  now: () => new Date(),
  page: `${location.origin}${location.pathname}`,
  // Behind the #, so that it is sent to no server but in the request that it is for.
  identify: new URLSearchParams(location.hash.slice(1)).get('identify') ?? undefined,
  onChange: (state) => show(state),
});

async function uploads(): Promise<readonly UploadedFile[] | undefined> {
  const [chosen] = file.files ?? [];
  if (!chosen) return [];
  const outcome = await client.upload(chosen);
  if ('result' in outcome) return [outcome.result];
  problem.textContent = outcome.problem;
  return undefined;
}

async function send(): Promise<void> {
  problem.textContent = '';
  const written = text.value.trim();
  const files = await uploads();
  if (!files || (written === '' && files.length === 0)) return;
  client.send(written, files);
  text.value = '';
  file.value = '';
  text.focus();
}

async function leave(): Promise<void> {
  const fields = new FormData(offline);
  const value = (name: string): string => String(fields.get(name) ?? '');
  const answers = [...fields.keys()].filter((name) => name.startsWith('answer '));
  const outcome = await client.leave({
    id: crypto.randomUUID(),
    name: value('name'),
    email: value('email'),
    text: value('text'),
    answers: Object.fromEntries(answers.map((name) => [name.slice('answer '.length), value(name)])),
  });
  part('left', HTMLParagraphElement).textContent =
    'result' in outcome ? 'Thank you. We answer by mail.' : outcome.problem;
  if ('result' in outcome) offline.reset();
}

part('write', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  void send();
});
offline.addEventListener('submit', (event) => {
  event.preventDefault();
  void leave();
});
text.addEventListener('input', () => client.typing());
text.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  void send();
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') client.seen();
});
