import { readChannels } from './channels.js';
import { ask } from './local-api.js';
import { during, element, make, markCurrent, say } from './page.js';
import { lookAtSent } from './sent.js';
import { showStage } from './stage.js';

const lookEveryMs = 2000;

function showNow({ now }) {
  const time = element('now');
  time.dateTime = now;
  time.textContent = new Date(now).toLocaleString([], { dateStyle: 'medium', timeStyle: 'medium' });
}

async function look() {
  try {
    const [clock] = await Promise.all([ask('/local/clock'), lookAtSent()]);
    showNow(clock);
  } catch {
    say('Parley does not answer. Is it running?');
  }
}

for (const button of document.querySelectorAll('[data-advance]')) {
  button.addEventListener(
    'click',
    () =>
      void during(button, async () => {
        showNow(await ask('/local/clock', { advance: button.dataset.advance }));
        return 'The clock was moved; what fell due on the way has happened.';
      }),
  );
}

const faults = element('faults');
const showFault = () => faults.toggleAttribute('data-faulty', faults.value !== 'none');
faults.addEventListener(
  'change',
  () =>
    void during(faults, async () => {
      await ask('/local/faults', { providers: faults.value });
      sessionStorage.setItem('faults', faults.value);
      showFault();
      return `From now on providers answer us ${faults.selectedOptions[0].textContent}.`;
    }),
);
// The system does not tell what it was set to; a reload should not hide it.
faults.value = sessionStorage.getItem('faults') ?? 'none';
showFault();

const channels = await readChannels();

/** The address names the channel and what is done there: `#telegram/picture`. */
function placeNow() {
  const [provider, id] = decodeURIComponent(location.hash.slice(1)).split('/');
  const channel = channels.find((one) => one.provider === provider) ?? channels[0];
  return { channel, action: channel.actions.find((one) => one.id === id) ?? channel.actions[0] };
}

const channelLink = (channel, current) =>
  markCurrent(
    make('a', { href: `#${channel.provider}`, title: channel.provider, textContent: channel.title }),
    channel === current,
  );

function showChannels(current) {
  const wanted = element('find').value.trim().toLowerCase();
  const found = channels.filter(({ title, provider }) => `${title} ${provider}`.toLowerCase().includes(wanted));
  element('channel-list').replaceChildren(...found.map((channel) => make('li', {}, channelLink(channel, current))));
  element('no-channels').hidden = found.length > 0;
}

/** Arrow keys go from link to link. */
function walk(event) {
  const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  const step = steps[event.key];
  const links = [...event.currentTarget.querySelectorAll('a')];
  const at = links.indexOf(document.activeElement);
  if (step === undefined || at === -1) return;
  event.preventDefault();
  links[(at + step + links.length) % links.length].focus();
}
for (const id of ['channel-list', 'actions']) element(id).addEventListener('keydown', walk);

function go() {
  const { channel, action } = placeNow();
  const focused = document.activeElement?.getAttribute('href');
  showChannels(channel);
  showStage(channel, action);
  document.querySelector(`a[href="${focused}"]`)?.focus();
}

element('find').addEventListener('input', () => showChannels(placeNow().channel));
element('find').addEventListener('keydown', (event) => {
  const first = element('channel-list').querySelector('a');
  if (event.key === 'Enter' && first) location.hash = first.hash;
  if (event.key === 'ArrowDown') first?.focus();
});
addEventListener('hashchange', go);
go();
element('channel-list').querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
element('inbox').href = (await ask('/local/addresses')).mailInbox;
await look();
setInterval(look, lookEveryMs);
