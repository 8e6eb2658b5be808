import { describe, expect, it } from 'vitest';
import { alwaysOpen, businessCalendar } from '#domain/escalation/business-hours.ts';
import type { CallContext, CallState, Heard } from '#domain/voice/call.ts';
import { beginning, menuInWords, nextStep } from '#domain/voice/menu.ts';
import { $VoiceSettings } from '#domain/voice/settings.ts';
import { anAgent, aQueue, at, noon } from '#test/support/builders.ts';

const settings = $VoiceSettings.parse({
  languages: [
    { tag: 'en-US', prompt: 'For English, press 1.' },
    { tag: 'de-DE', prompt: 'Für Deutsch drücken Sie die Zwei.' },
  ],
  greeting: { en: 'Welcome.', de: 'Willkommen.' },
  menu: {
    prompt: { en: 'Orders 1, invoices 2.', de: 'Bestellungen 1, Rechnungen 2.' },
    keys: {
      1: {
        name: 'Orders',
        submenu: {
          prompt: { en: 'Returns 1.' },
          keys: { 1: { name: 'Returns', queue: 'returns' }, 2: { name: 'Leave a message', voicemail: true } },
        },
      },
      2: { name: 'Invoices', words: ['bill', 'Rechnung'], queue: 'billing' },
      3: { name: 'Call me', callBack: true },
      4: { name: 'Opening hours', say: { en: 'Nine to five.' } },
    },
  },
  hours: { calendarId: 'office' },
});
const phones = [
  anAgent({ id: 'maya', phone: '+15550002001' }),
  anAgent({ id: 'noor', phone: '+15550002002', idleSince: at('09:00') }),
  anAgent({ id: 'otto', presence: 'away', phone: '+15550002003' }),
  anAgent({ id: 'pia' }),
];
const start = { ...beginning(settings, 'billing'), language: 'en-US' };

const context = (overrides: Partial<CallContext> = {}): CallContext => ({
  settings,
  now: noon,
  calendar: alwaysOpen,
  queues: [aQueue(), aQueue({ id: 'returns', name: 'Returns' })],
  agents: phones,
  hasNumber: true,
  ...overrides,
});
const next = (heard: Heard, state: Partial<CallState> = {}, overrides: Partial<CallContext> = {}) =>
  nextStep(context(overrides), { ...start, ...state }, heard);
const pressed = (digits: string): Heard => ({ kind: 'menu', digits, speech: '' });
const said = (speech: string): Heard => ({ kind: 'menu', digits: '', speech });
const textsOf = ({ says }: ReturnType<typeof nextStep>) => says.map(({ text }) => text);

describe('a call that comes in', () => {
  it('is asked for its language where there are several, each in its own voice', () => {
    expect(next({ kind: 'began' })).toMatchObject({
      kind: 'ask',
      about: 'language',
      says: [
        { text: 'For English, press 1.', language: 'en-US' },
        { text: 'Für Deutsch drücken Sie die Zwei.', language: 'de-DE' },
      ],
    });
  });

  it.each([
    ['2', 'de-DE', 'Willkommen.'],
    ['', 'en-US', 'Welcome.'],
    ['9', 'en-US', 'Welcome.'],
  ])('is greeted in the language of key "%s", else in the first', (digits, language, greeting) => {
    const step = next({ kind: 'language', digits });
    expect(step).toMatchObject({ kind: 'ask', about: 'menu', state: { language } });
    expect(textsOf(step)[0]).toBe(greeting);
  });

  it('hears the menu at once where there is one language', () => {
    const one = { ...settings, languages: settings.languages.slice(0, 1) };
    expect(textsOf(next({ kind: 'began' }, {}, { settings: one }))).toEqual(['Welcome.', 'Orders 1, invoices 2.']);
  });

  it('rings at once where there is no menu, and is told that it is recorded', () => {
    const bare = $VoiceSettings.parse({ recording: { calls: true } });
    const step = next({ kind: 'began' }, {}, { settings: bare });
    expect(step).toMatchObject({ kind: 'dial', phone: '+15550002001' });
    expect(textsOf(step)).toContain('This call is recorded.');
  });

  it.each([
    ['voicemail', { kind: 'voicemail' }],
    ['call-back', { kind: 'ask', about: 'call-back' }],
    ['goodbye', { kind: 'hang-up', outcome: 'missed' }],
  ] as const)('outside business hours gets %s, and is told why once', (whenClosed, expected) => {
    const calendar = businessCalendar({
      id: 'office',
      name: 'Office',
      timeZone: 'Europe/Berlin',
      weekly: { thursday: [{ from: '15:00', to: '17:00' }] },
    });
    const step = next({ kind: 'began' }, {}, { calendar, settings: { ...settings, whenClosed } });
    expect(step).toMatchObject(expected);
    expect(textsOf(step).filter((text) => text === 'We are closed at the moment.')).toHaveLength(1);
  });
});

describe('the menu', () => {
  it.each([
    [pressed('2'), ['2']],
    [said('My BILL, please!'), ['2']],
    [said('Invoices'), ['2']],
    [said('eine Rechnung'), ['2']],
  ])('puts through to the queue that was chosen by %j', (heard, path) => {
    expect(next(heard)).toMatchObject({ kind: 'dial', state: { queueId: 'billing', path, tried: ['maya'] } });
  });

  it('leads through submenus', () => {
    const sub = next(pressed('1'));
    expect(sub).toMatchObject({ kind: 'ask', about: 'menu', state: { path: ['1'] } });
    expect(textsOf(sub)).toEqual(['Returns 1.']);
    const returns = anAgent({ id: 'rosa', queueIds: ['returns'], phone: '+15550002009' });
    expect(nextStep(context({ agents: [returns] }), sub.state, pressed('1'))).toMatchObject({
      kind: 'dial',
      phone: '+15550002009',
      state: { queueId: 'returns', path: ['1', '1'] },
    });
    expect(nextStep(context(), sub.state, pressed('2')).kind).toBe('voicemail');
  });

  it('promises a call to those who ask for one, if there is a number to call', () => {
    expect(next(pressed('3'))).toMatchObject({ kind: 'hang-up', outcome: 'call-back' });
    expect(next(pressed('3'), {}, { hasNumber: false }).kind).toBe('voicemail');
  });

  it('says what was asked for, then offers itself again', () => {
    const step = next(pressed('4'));
    expect(textsOf(step)).toEqual(['Nine to five.', 'Orders 1, invoices 2.']);
    expect(step).toMatchObject({ kind: 'ask', state: { path: [] } });
  });

  it.each([pressed('8'), pressed(''), said('billing address of the moon')])(
    'is offered again after %j, then rings for somebody who can help',
    (heard) => {
      const once = next(heard);
      expect(once).toMatchObject({ kind: 'ask', about: 'menu', state: { misses: 1 } });
      expect(nextStep(context(), once.state, heard)).toMatchObject({ kind: 'dial', state: { queueId: 'billing' } });
    },
  );

  it('rings when it was changed while somebody was in it', () => {
    expect(next(pressed('1'), { path: ['7', '7'] }).kind).toBe('dial');
  });

  it('is told in words afterwards', () => {
    expect(menuInWords(settings, ['1', '1'])).toBe('Orders, Returns');
    expect(menuInWords(settings, [])).toBeUndefined();
  });
});

describe('ringing agents', () => {
  const unanswered: Heard = { kind: 'dialled', result: 'unanswered' };

  it('goes from one available agent with a phone to the next, and speaks only once', () => {
    const step = next(unanswered, { tried: ['maya'] });
    expect(step).toMatchObject({ kind: 'dial', phone: '+15550002002', state: { tried: ['maya', 'noor'] } });
    expect(textsOf(step)).toEqual([]);
  });

  it.each([
    ['voicemail', { kind: 'voicemail' }],
    ['call-back', { kind: 'ask', about: 'call-back' }],
    ['goodbye', { kind: 'hang-up', outcome: 'missed' }],
  ] as const)('ends with %s when nobody is left', (whenUnanswered, expected) => {
    const overrides = { settings: { ...settings, whenUnanswered } };
    expect(next(unanswered, { tried: ['maya', 'noor'] }, overrides)).toMatchObject(expected);
  });

  it('rings no more agents than the settings say', () => {
    expect(next(unanswered, { tried: ['maya'] }, { settings: { ...settings, agentsTried: 1 } }).kind).toBe('voicemail');
  });

  it('prefers who speaks the language of the caller', () => {
    const german = anAgent({ id: 'uwe', languages: ['de'], load: 2, phone: '+15550002008' });
    const step = next(pressed('2'), { language: 'de-DE' }, { agents: [...phones, german] });
    expect(step).toMatchObject({ kind: 'dial', phone: '+15550002008' });
  });

  it('takes a message when the queue does not exist', () => {
    expect(next(pressed('2'), {}, { queues: [] }).kind).toBe('voicemail');
  });
});

describe('the end of a call', () => {
  it.each<[Heard, string]>([
    [{ kind: 'dialled', result: 'answered' }, 'answered'],
    [{ kind: 'dialled', result: 'hung-up' }, 'abandoned'],
    [{ kind: 'recorded', seconds: 12 }, 'voicemail'],
    [{ kind: 'recorded', seconds: 0 }, 'missed'],
    [{ kind: 'call-back', digits: '1' }, 'call-back'],
  ])('after %j is %s', (heard, outcome) => {
    expect(next(heard, { tried: ['maya'] })).toMatchObject({ kind: 'hang-up', outcome });
  });

  it('is a voicemail for those who do not want to be called back', () => {
    expect(next({ kind: 'call-back', digits: '' }).kind).toBe('voicemail');
  });
});
