import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tryMapping } from '#adapters/channels/generic-webhook/mapping.ts';
import { strictJson } from '#adapters/channels/generic-webhook/strict-json.ts';
import { whyNotPublic } from '#adapters/channels/shared/public-url.ts';

const sample = readFileSync(new URL('../../../support/payloads/generic-webhook/event.json', import.meta.url), 'utf8');
const paths = {
  id: 'data.id',
  senderAddress: '$.data.author.id',
  senderName: 'data.author.name',
  text: 'data.messages[0].text',
  subject: 'type',
  sentAt: 'timestamp',
  threadId: 'data.ticket',
  attachments: 'data.messages[0].files',
};

describe('trying a mapping on a sample', () => {
  it('shows the message that would come of it', () => {
    expect(tryMapping({ paths }, sample)).toEqual({
      message: {
        kind: 'message',
        id: '1f81eb52-5198-4599-803e-771906343485',
        senderAddress: 'user_2f',
        senderName: 'Grüße & Co',
        text: 'The API answers 500 since\nyesterday.',
        subject: 'contact.created',
        sentAt: '2022-11-03T20:26:10.344Z',
        threadId: '4711',
        attachments: ['https://files.example.com/a.png'],
      },
    });
  });

  it('reads times in seconds and milliseconds', () => {
    const seconds = { ...paths, sentAt: 'data.messages[0].at' };
    expect(tryMapping({ paths: seconds }, sample)).toMatchObject({ message: { sentAt: '2022-11-03T20:26:10.000Z' } });
    const body = JSON.stringify({ from: 'a', text: 'b', at: 1_667_507_170_344 });
    const short = { senderAddress: 'from', text: 'text', sentAt: 'at' };
    expect(tryMapping({ paths: short }, body)).toMatchObject({ message: { sentAt: '2022-11-03T20:26:10.344Z' } });
  });

  it.each([
    ['a path of another form', { paths: { ...paths, text: 'data..text' } }, 'paths.text'],
    ['no path for the text', { paths: { senderAddress: 'a' } }, 'paths.text'],
    ['an address for answers that is not https', { paths, replyUrl: 'http://a.example' }, 'replyUrl'],
    ['a text that is not there', { paths: { ...paths, text: 'data.body' } }, 'paths.text'],
    ['a text that is an object', { paths: { ...paths, text: 'data.author' } }, 'paths.text'],
    ['a time that is none', { paths: { ...paths, sentAt: 'type' } }, 'paths.sentAt'],
    ['attachments that are no URLs', { paths: { ...paths, attachments: 'data.author.id' } }, 'paths.attachments'],
    ['a kind that is unknown', { paths: { ...paths, kind: 'type' } }, 'paths.kind'],
  ])('tells about %s', (_, settings, field) => {
    const trial = tryMapping(settings, sample);
    expect('problems' in trial && trial.problems.map((problem) => problem.field)).toEqual([field]);
  });

  it('tells about a sample that is not JSON', () => {
    expect(tryMapping({ paths }, '{')).toEqual({ problems: [{ field: 'sample', problem: 'the body is not JSON' }] });
  });

  it('never leads to what an object inherits', () => {
    const trial = tryMapping({ paths: { senderAddress: 'constructor.name', text: 'text' } }, '{"text":"a"}');
    expect(trial).toMatchObject({ problems: [{ field: 'paths.senderAddress' }] });
  });
});

describe('strict JSON', () => {
  it('is read like any other', () => {
    const value = { a: [1, { b: 'x"{[,:', c: null }], d: { b: true }, 'é"': '\\' };
    expect(strictJson(JSON.stringify(value, undefined, 1))).toEqual(value);
  });

  it.each([
    ['the same name twice', '{"a":1,"b":{},"a":2}', 'twice'],
    ['the same name twice, written differently', '{"a":1,"\\u0061":2}', 'twice'],
    ['the same name twice in a list', '[{"x":1},{"x":1,"x":2}]', 'twice'],
    ['__proto__', '{"__proto__":{"isAdmin":true}}', 'not accepted'],
    ['constructor', '{"a":{"constructor":1}}', 'not accepted'],
    ['more levels than anybody nests', `${'['.repeat(33)}${']'.repeat(33)}`, 'deeper'],
    ['a hostile number of levels', '['.repeat(100_000) + ']'.repeat(100_000), 'deeper'],
    ['no end', '{"a":', 'not JSON'],
    ['nothing', '', 'not JSON'],
  ])('refuses %s', (_, text, reason) => {
    expect(() => strictJson(text)).toThrow(reason);
  });

  it('takes the same name in different objects, and strings that look like names', () => {
    expect(strictJson('{"a":{"x":"a"},"b":{"x":"a"},"c":["a","a"]}')).toBeDefined();
  });
});

describe('an address for answers', () => {
  it.each(['https://crm.example.com/hook', 'https://xn--bcher-kva.example/'])('may be %s', (url) => {
    expect(whyNotPublic(url)).toBeUndefined();
  });

  it.each([
    'http://crm.example.com/',
    'https://crm.example.com:8443/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/',
    'https://intranet/',
    'https://db.internal/',
    'https://printer.local./',
    'https://user:secret@crm.example.com/',
    'file:///etc/passwd',
    'nonsense',
  ])('may not be %s', (url) => {
    expect(whyNotPublic(url)).toBeDefined();
  });
});
