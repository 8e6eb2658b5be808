import { showAnswers } from './answers.js';
import { simulate } from './channels.js';
import { during, element, make, markCurrent } from './page.js';

/** What somebody typed, by provider and field: it stays while they go from one action to the next. */
const typed = new Map();

const inputFor = ({ name, value, kind }, provider) => {
  const key = `${provider} ${name}`;
  const control =
    kind === 'long' ? make('textarea', { rows: 4 }) : make('input', { inputMode: kind === 'number' ? 'decimal' : '' });
  Object.assign(control, { name, value: typed.get(key) ?? value, autocomplete: 'off' });
  control.addEventListener('input', () => typed.set(key, control.value));
  return control;
};

const formParts = ({ provider }, { fields, label }) => [
  ...fields.map((field) => make('label', {}, field.label, inputFor(field, provider))),
  make('button', { textContent: label }),
];

const actionLink = ({ provider }, { id, label }, current) =>
  markCurrent(make('a', { href: `#${provider}/${id}`, textContent: label }), id === current.id);

let now;

/** Shows what a customer does at a channel. */
export function showStage(channel, action) {
  now = { channel, action };
  const { title, provider, connection, address, actions } = channel;
  element('stage-title').textContent = title;
  element('stage-about').textContent = [provider, connection, address].filter(Boolean).join(' · ');
  element('actions').replaceChildren(
    ...(actions.length > 1 ? actions.map((each) => actionLink(channel, each, action)) : []),
  );
  element('form').replaceChildren(...formParts(channel, action));
}

element('form').addEventListener('submit', (event) => {
  event.preventDefault();
  const { channel, action } = now;
  const values = Object.fromEntries(new FormData(event.target));
  void during(event.target.querySelector('button'), async () => {
    const answers = await simulate({ provider: channel.provider, action: action.id, values });
    return showAnswers({ title: channel.title, label: action.label, answers });
  });
});
