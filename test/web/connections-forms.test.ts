import { describe, expect, it } from 'vitest';
import { ApiError } from '../../web/console/api/client.ts';
import { connectionFrom, emptyDraft } from '../../web/console/connections/connection-draft.ts';
import { credentialsOf, fieldsOf, hasFields } from '../../web/console/connections/credential-draft.ts';
import { byField, problemsOf } from '../../web/console/connections/problems.ts';
import { scaleTop, weekOf } from '../../web/console/connections/week.ts';
import { emptyInteraction, interactionOf } from '../../web/console/interactions/interaction-draft.ts';
import { customerNamed } from '../../web/console/interactions/named-customer.ts';
import { prettyBody } from '../../web/console/quarantine/pretty-body.ts';

const text = { type: 'string' };
const refused = (detail: string, errors?: { path: string; message: string }[]) =>
  new ApiError({ type: 'about:blank', title: 'No', status: 400, detail, ...(errors ? { errors } : {}) });

describe('a form made from the schema of credentials', () => {
  const schema = {
    type: 'object',
    required: ['type', 'authTokens', 'private_key'],
    properties: {
      type: { type: 'string', const: 'service_account' },
      accountSid: text,
      apiKeySecret: text,
      authTokens: { type: 'array', items: text },
      private_key: text,
    },
  };

  it('hides what is secret, shows what is an id, and takes lists by the line', () => {
    expect(fieldsOf(schema).map(({ label, kind, isNeeded }) => [label, kind, isNeeded])).toEqual([
      ['Type', 'fixed', true],
      ['Account sid', 'line', false],
      ['Api key secret', 'secret', false],
      ['Auth tokens', 'lines', true],
      ['Private key', 'key', true],
    ]);
  });

  it('leaves out what is empty and keeps the line breaks of a key taken from a JSON file', () => {
    const draft = {
      authTokens: ' new \n\nold\n',
      private_key: '-----BEGIN PRIVATE KEY-----\\nabc\\n',
      accountSid: ' ',
    };
    expect(credentialsOf(fieldsOf(schema), draft)).toEqual({
      type: 'service_account',
      authTokens: ['new', 'old'],
      private_key: '-----BEGIN PRIVATE KEY-----\nabc\n',
    });
  });

  it('is not offered where a provider needs none', () => {
    expect(hasFields({ type: 'object', properties: {} })).toBe(false);
    expect(hasFields(schema)).toBe(true);
  });
});

describe('what is wrong, said at its field', () => {
  it('counts entries of a list as people do, and shows the first fault of a field', () => {
    const faults = [
      { path: 'tokens.1', message: 'is empty' },
      { path: 'tokens.4', message: 'is empty' },
      { path: 'name', message: 'is missing' },
    ];
    expect(byField(faults)).toEqual({ tokens: 'entry 2: is empty', name: 'Is missing.' });
  });

  it('takes what the API lists, and only what belongs to the form', () => {
    const error = refused('body.credentials.botToken: too short', [
      { path: 'body.credentials.botToken', message: 'too short' },
      { path: 'body.rotate', message: 'no' },
    ]);
    expect(problemsOf(error, 'body.credentials')).toEqual({ botToken: 'Too short.' });
  });

  it('reads the field out of the sentence of a rule', () => {
    const error = refused('body.queueId: there is no "sales"; create it first');
    expect(problemsOf(error, 'body')).toEqual({ queueId: 'There is no "sales"; create it first.' });
    expect(problemsOf(refused('it is busy'), 'body')).toEqual({});
  });
});

describe('the draft of a connection', () => {
  const draft = { ...emptyDraft('twilio-sms', 'billing'), id: ' main ', name: 'Main', address: '+15550001000' };
  const info = {
    provider: 'twilio-sms',
    credentials: {},
    settings: { type: 'object', required: ['paths'], properties: { paths: { type: 'object' } } },
    webhookUrl: '',
    registersItself: true,
  } as const;
  const none = { before: undefined, info: undefined };

  it('becomes a connection of the channel that its provider carries', () => {
    expect(connectionFrom(draft, none)).toEqual({
      connection: {
        id: 'main',
        provider: 'twilio-sms',
        channel: 'sms',
        name: 'Main',
        address: '+15550001000',
        queueId: 'billing',
      },
    });
  });

  it('names what is missing, and settings that are no JSON or not as the provider has them', () => {
    expect(connectionFrom({ ...draft, name: ' ', settings: '{' }, none)).toEqual({
      problems: { name: 'Is missing.', settings: 'This is no JSON object.' },
    });
    expect(connectionFrom(draft, { ...none, info })).toEqual({ problems: { settings: '“paths” is missing.' } });
  });

  it('does not switch a disabled connection on again by changing it', () => {
    const before = { ...draft, id: 'main', channel: 'rcs', disabled: true, settings: {}, accountId: '' } as const;
    expect(connectionFrom(draft, { ...none, before })).toMatchObject({
      connection: { channel: 'rcs', disabled: true },
    });
  });
});

describe('the week of a connection', () => {
  it('ends with today, by UTC', () => {
    const week = weekOf({ before: [1, 2, 3, 4, 5, 6, 7], today: 8 }, Date.parse('2026-11-22T00:30:00Z'));
    expect(week).toHaveLength(8);
    expect(week.at(0)).toEqual({ day: '2026-11-15', count: 1 });
    expect(week.at(-1)).toEqual({ day: '2026-11-22', count: 8 });
  });

  it.each([
    [0, 1],
    [1, 1],
    [3, 5],
    [12, 20],
    [51, 100],
    [100, 100],
  ])('has a scale for %i that goes up to %i', (most, top) => {
    expect(scaleTop(most)).toBe(top);
  });
});

describe('logging an interaction', () => {
  it('takes people with commas between them, and minutes only when they are given', () => {
    const draft = { ...emptyInteraction(), at: '2026-11-20T09:30', people: 'Jo, , Ann Lee ', text: ' Agreed. ' };
    expect(interactionOf(draft)).toEqual({
      kind: 'phone',
      outcome: 'information',
      at: new Date('2026-11-20T09:30').toISOString(),
      people: ['Jo', 'Ann Lee'],
      text: 'Agreed.',
    });
    expect(interactionOf({ ...draft, minutes: '15' })).toMatchObject({ durationMinutes: 15 });
  });

  it('waits for a time and a text', () => {
    const draft = { ...emptyInteraction(), text: 'x' };
    expect(interactionOf({ ...draft, at: '' })).toBeUndefined();
    expect(interactionOf({ ...draft, text: '  ' })).toBeUndefined();
  });
});

describe('naming the customer to merge', () => {
  it.each([
    ['https://parley.example/inbox/open/cv-1000?queue=billing', { conversationId: 'cv-1000' }],
    ['/inbox/mine/abc%2Dd', { conversationId: 'abc-d' }],
    [' lpc56czdbljblmlmgrztywacd3 ', { customerId: 'lpc56czdbljblmlmgrztywacd3' }],
    ['Jo Miller', undefined],
    ['', undefined],
  ])('understands "%s"', (given, named) => {
    expect(customerNamed(given)).toEqual(named);
  });
});

describe('a body in quarantine', () => {
  const pretty = (body: string, contentType: string) => prettyBody(Buffer.from(body).toString('base64'), contentType);

  it('lays JSON out and leaves every digit of long numbers alone', () => {
    const body = String.raw`{"token":5667728676157883191,"who":{"name":"\u041e\u043b{\",","tags":[]},"list":[1,[2]]}`;
    expect(pretty(body, 'application/json').text).toBe(
      [
        '{',
        '  "token": 5667728676157883191,',
        '  "who": {',
        '    "name": "Ол{\\",",',
        '    "tags": []',
        '  },',
        '  "list": [',
        '    1,',
        '    [',
        '      2',
        '    ]',
        '  ]',
        '}',
      ].join('\n'),
    );
  });

  it('gives each field of a form a line', () => {
    const { text: shown, isArranged } = pretty('From=%2B1555&Body=Hi+there', 'application/x-www-form-urlencoded');
    expect(shown).toBe('From: +1555\nBody: Hi there');
    expect(isArranged).toBe(true);
  });

  it('shows everything else as it came in', () => {
    expect(pretty('{"cut off', 'application/json')).toEqual({ text: '{"cut off', isArranged: false });
    expect(prettyBody('no base64!', 'text/plain').text).toBe('no base64!');
  });
});
