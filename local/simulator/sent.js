import { ask } from './local-api.js';
import { element, make } from './page.js';

const shown = 60;

const fromText = ({ to, body, status, date_created: at }) => ({ provider: 'twilio-sms', to, text: body, status, at });

const badStatuses = ['failed', 'undelivered', 'rejected', 'error'];

function sentItem({ provider, to, text, files = [], status, at }) {
  const about = make(
    'div',
    { className: 'about' },
    make('b', { textContent: provider }),
    make('bdi', { textContent: `to ${to}` }),
    make('span', { className: `status ${badStatuses.includes(status) ? 'bad' : ''}`, textContent: status }),
    make('time', { dateTime: at, textContent: new Date(at).toLocaleTimeString() }),
  );
  const words = text ? make('div', { className: 'text', dir: 'auto', textContent: text }) : undefined;
  const attached =
    files.length > 0 ? make('div', { className: 'files', textContent: `Files: ${files.join(', ')}` }) : undefined;
  return make('li', {}, about, words, attached);
}

let known = '';
let items = [];

function show() {
  const wanted = element('filter').value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = items.filter(({ provider, to, text }) => {
    const haystack = `${provider} ${to} ${text}`.toLowerCase();
    return wanted.every((word) => haystack.includes(word));
  });
  element('no-sent').hidden = found.length > 0;
  element('no-sent').textContent =
    items.length > 0 ? 'Nothing of that kind.' : 'Nothing since the start. Mails are in the mail inbox.';
  element('sent').replaceChildren(...found.slice(0, shown).map(sentItem));
}

/** Reads again what reached customers; the list is only drawn anew when something changed. */
export async function lookAtSent() {
  const [sent, texts] = await Promise.all([ask('/local/sent'), ask('/local/texts')]);
  const all = [...sent.items, ...texts.items.map(fromText)];
  const now = JSON.stringify(all);
  if (now === known) return;
  known = now;
  items = all.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at));
  show();
}

element('filter').addEventListener('input', show);
