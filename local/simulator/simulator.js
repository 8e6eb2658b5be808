const lookEveryMs = 2000;

const element = (id) => document.getElementById(id);
const say = (words) => {
  element('said').textContent = words;
};

async function ask(path, body) {
  const response = await fetch(path, body ? { method: 'POST', body: JSON.stringify(body) } : {});
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message ?? `status ${response.status}`);
  return answer;
}

/** Does what a button asks, which rests meanwhile, and says how it went. */
async function during(button, work) {
  button.disabled = true;
  try {
    say(await work());
  } catch (error) {
    say(`That did not work: ${error.message}`);
  } finally {
    button.disabled = false;
  }
}

function showNow({ now }) {
  const time = element('now');
  time.dateTime = now;
  time.textContent = new Date(now).toLocaleString([], { dateStyle: 'full', timeStyle: 'medium' });
}

function textItem({ to, body, status, date_created: at }) {
  const item = document.createElement('li');
  const about = document.createElement('small');
  about.textContent = `to ${to} · ${status} · ${new Date(at).toLocaleTimeString()}`;
  item.append(about, body);
  return item;
}

async function look() {
  try {
    const [clock, texts] = await Promise.all([ask('/local/clock'), ask('/local/texts')]);
    showNow(clock);
    element('no-texts').hidden = texts.items.length > 0;
    element('texts').replaceChildren(...texts.items.slice(0, 30).map(textItem));
  } catch {
    say('Parley does not answer. Is it running?');
  }
}

for (const form of document.querySelectorAll('form')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(form));
    void during(form.querySelector('button'), async () => {
      const { webhookStatus = 200 } = await ask('/local/simulate', { provider: form.dataset.provider, ...fields });
      return webhookStatus === 200 ? 'Sent; look at the console.' : `The webhook answered with ${webhookStatus}.`;
    });
  });
}

for (const button of document.querySelectorAll('[data-advance]')) {
  button.addEventListener(
    'click',
    () =>
      void during(button, async () => {
        showNow(await ask('/local/clock', { advance: button.dataset.advance }));
        return 'The clock was moved.';
      }),
  );
}

element('inbox').href = (await ask('/local/addresses')).mailInbox;
await look();
setInterval(look, lookEveryMs);
