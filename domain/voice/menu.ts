import { isWithinBusinessHours } from '../escalation/business-hours.ts';
import type { CallContext, CallState, Heard, NextStep, Saying } from './call.ts';
import { ringNext } from './ring-agents.ts';
import { inLanguage, type Spoken, type VoiceChoice, type VoiceMenu, type VoiceSettings } from './settings.ts';
import { hangUp, says, withoutAgent } from './steps.ts';

/** A call as it begins: in the first language, for the connection's own queue. */
export const beginning = (settings: VoiceSettings, queueId: string): CallState => ({
  language: settings.languages[0]?.tag ?? 'en-US',
  path: [],
  queueId,
  tried: [],
  misses: 0,
});

/** What happens next in a call. */
export function nextStep(context: CallContext, state: CallState, heard: Heard): NextStep {
  const { settings } = context;
  switch (heard.kind) {
    case 'began':
      return began(context, state);
    case 'language': {
      const language = settings.languages[Number(heard.digits) - 1]?.tag ?? state.language;
      return welcome(context, { ...state, language });
    }
    case 'menu':
      return chosen(context, state, heard);
    case 'dialled':
      if (heard.result === 'unanswered') return ringNext(context, state, []);
      return hangUp(state, [], heard.result === 'answered' ? 'answered' : 'abandoned');
    case 'recorded':
      return hangUp(state, says(state, settings.goodbye), heard.seconds > 0 ? 'voicemail' : 'missed');
    case 'call-back':
      if (heard.digits === '1') return promiseCallBack(context, state);
      return { kind: 'voicemail', state, says: says(state, settings.voicemail) };
  }
}

function began(context: CallContext, state: CallState): NextStep {
  const { settings, calendar, now } = context;
  if (calendar && !isWithinBusinessHours(calendar, now)) {
    const closed = settings.languages.map(({ tag }) => ({ text: inLanguage(settings.closed, tag), language: tag }));
    return withoutAgent(context, state, { how: settings.whenClosed, says: onlyOnce(closed) });
  }
  if (settings.languages.length === 1) return welcome(context, state);
  const prompts = settings.languages.flatMap(({ tag, prompt }) => (prompt ? [{ text: prompt, language: tag }] : []));
  return { kind: 'ask', about: 'language', words: [], state, says: prompts };
}

/** A text that is not translated is said once, not once in each voice. */
const onlyOnce = (sayings: readonly Saying[]): readonly Saying[] =>
  sayings.filter(({ text }, index) => sayings.findIndex((other) => other.text === text) === index);

function welcome(context: CallContext, state: CallState): NextStep {
  const { settings } = context;
  const { calls, transcribed, announcement } = settings.recording;
  const isKept = calls || transcribed.includes('calls');
  const greeting = says(state, settings.greeting, ...(isKept ? [announcement] : []));
  return settings.menu ? offer(state, settings.menu, greeting) : ringNext(context, state, greeting);
}

const offer = (state: CallState, menu: VoiceMenu, before: readonly Saying[]): NextStep => ({
  kind: 'ask',
  about: 'menu',
  words: Object.values(menu.keys).flatMap(({ name, words }) => [name, ...words]),
  state,
  says: [...before, ...says(state, menu.prompt)],
});

/** The menu that a caller has come to by these keys; undefined when the settings have changed meanwhile. */
function menuAt(settings: VoiceSettings, path: readonly string[]): VoiceMenu | undefined {
  let menu = settings.menu;
  for (const key of path) {
    const choice = menu?.keys[key];
    menu = choice && 'submenu' in choice ? choice.submenu : undefined;
  }
  return menu;
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .trim();

/** By key, else by what was said: the whole word or a sentence with it. */
function keyOf(menu: VoiceMenu, { digits, speech }: { digits: string; speech: string }): string | undefined {
  if (menu.keys[digits]) return digits;
  const said = ` ${plain(speech)} `;
  const found = Object.entries(menu.keys).find(([, { name, words }]) =>
    [name, ...words].some((word) => plain(word) !== '' && said.includes(` ${plain(word)} `)),
  );
  return found?.[0];
}

function chosen(context: CallContext, state: CallState, heard: { digits: string; speech: string }): NextStep {
  const { settings } = context;
  const menu = menuAt(settings, state.path);
  const key = menu && keyOf(menu, heard);
  const choice = key === undefined ? undefined : menu?.keys[key];
  if (key !== undefined && choice) return follow(context, { ...state, path: [...state.path, key], misses: 0 }, choice);
  const missed = { ...state, misses: state.misses + 1 };
  return menu && missed.misses < settings.menuTries ? offer(missed, menu, []) : ringNext(context, missed, []);
}

function follow(context: CallContext, state: CallState, choice: VoiceChoice): NextStep {
  const { settings } = context;
  if ('queue' in choice) return ringNext(context, { ...state, queueId: choice.queue }, []);
  if ('submenu' in choice) return offer(state, choice.submenu, []);
  if ('callBack' in choice && context.hasNumber) return promiseCallBack(context, state);
  if ('say' in choice) return again(settings, state, choice.say);
  return { kind: 'voicemail', state, says: says(state, settings.voicemail) };
}

/** After an announcement, the menu in which it was chosen. */
function again(settings: VoiceSettings, state: CallState, said: Spoken): NextStep {
  const before = { ...state, path: state.path.slice(0, -1) };
  const menu = menuAt(settings, before.path);
  if (!menu) return hangUp(state, says(state, said, settings.goodbye), 'abandoned');
  return offer(before, menu, says(state, said));
}

const promiseCallBack = ({ settings }: CallContext, state: CallState): NextStep =>
  hangUp(state, says(state, settings.callBackPromise, settings.goodbye), 'call-back');

/** What was chosen, in words: "Orders, Returns". */
export function menuInWords(settings: VoiceSettings, path: readonly string[]): string | undefined {
  const names = path.map((key, index) => menuAt(settings, path.slice(0, index))?.keys[key]?.name);
  return names.filter((name) => name !== undefined).join(', ') || undefined;
}
