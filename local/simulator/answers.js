import { element, make } from './page.js';

const atMost = 20;
const bodyShown = 4000;

const isGood = ({ status }) => status < 300;

const statusMark = (answer) =>
  make('span', { className: `status ${isGood(answer) ? 'good' : 'bad'}`, textContent: String(answer.status) });

function answerLine(answer) {
  const line = make('div', {}, make('div', { className: 'request' }, statusMark(answer), answer.request ?? ''));
  if (answer.body && answer.body !== 'null')
    line.append(make('pre', { tabIndex: 0, textContent: answer.body.slice(0, bodyShown) }));
  return line;
}

/** Puts what was sent, and how each of its requests was answered, on top of the list; says it in words. */
export function showAnswers({ title, label, answers }) {
  element('no-answers').hidden = true;
  const about = make(
    'div',
    { className: 'about' },
    make('b', { textContent: title }),
    make('span', { textContent: label }),
    make('time', { textContent: new Date().toLocaleTimeString() }),
  );
  const list = element('answers');
  list.prepend(make('li', {}, about, ...answers.map(answerLine)));
  for (const old of [...list.children].slice(atMost)) old.remove();
  const refused = answers.filter((answer) => !isGood(answer));
  if (refused.length > 0) return `Parley answered with ${refused.map(({ status }) => status).join(', ')}.`;
  return 'Sent; look at the console.';
}
