import { describe, expect, it } from 'vitest';
import { splitByPerson } from '#adapters/channels/meta-messaging/split-by-person.ts';
import { page, payload, psid } from './examples.ts';

const split = (body: unknown) => splitByPerson(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
const text = (from: string, mid: string) => ({ sender: { id: from }, recipient: { id: page }, message: { mid } });
const body = (...entry: readonly unknown[]) => ({ object: 'page', entry });

describe('splitting a batch of Meta’s', () => {
  it('makes one piece for each person, each in the shape of a body and in order', () => {
    const pieces = split(
      body(
        { id: page, time: 1, messaging: [text('a', '1'), text('b', '2')] },
        { id: page, time: 2, messaging: [text('a', '3')] },
      ),
    );
    expect(pieces.map(({ about }) => about)).toStrictEqual(['a', 'b']);
    expect(JSON.parse(pieces[0]?.body ?? '')).toStrictEqual(
      body({ id: page, time: 1, messaging: [text('a', '1')] }, { id: page, time: 2, messaging: [text('a', '3')] }),
    );
  });

  it.each([
    ['text', psid],
    ['echo', psid],
    ['standby', psid],
    ['delivery', psid],
    ['policy-block', 'account'],
    ['comment-add', '901097836652708_903438993085259'],
    ['comment-edited', '901097836652708_903438993085259'],
    ['comment-remove', '901097836652708_903438993085259'],
    ['comment-reply-with-photo', '901097836652708_903438993085259'],
    ['visitor-post', `${page}_7293787835232`],
  ])('knows whom %s is about', (name, about) => {
    expect(split(payload('messenger', name))).toMatchObject([{ about }]);
  });

  it.each([
    ['comment', '123456789'],
    ['comment-reply', '987654321'],
    ['comment-flat', '123456794'],
    ['mention-caption', '17918195224117851'],
    ['mention-comment', '17894227972186120'],
  ])('knows which thread %s of Instagram is about', (name, about) => {
    expect(split(payload('instagram', name))).toMatchObject([{ about }]);
  });

  it.each([
    ['is no JSON', '{"object"'],
    ['is a list', '[]'],
    ['has no entries', '{"object":"page","entry":[]}'],
    ['is null', 'null'],
  ])('hands on whole what %s', (_, broken) => {
    expect(split(broken)).toStrictEqual([{ about: 'unreadable', body: broken }]);
  });

  it('keeps what it cannot place apart from the rest', () => {
    const pieces = split(body(7, { id: page }, { id: page, messaging: ['x', text('a', '1')], changes: [null] }));
    expect(pieces.map(({ about }) => about)).toStrictEqual(['unreadable', 'a']);
    expect(JSON.parse(pieces[1]?.body ?? '').entry).toStrictEqual([{ id: page, messaging: [text('a', '1')] }]);
  });

  it('writes as Meta does, with nothing that SQS refuses', () => {
    const [piece] = split(body({ id: page, messaging: [{ ...text('a', '1'), said: '📦 ü \uffff' }] }));
    expect(piece?.body).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(piece?.body ?? '').entry[0].messaging[0].said).toBe('📦 ü \uffff');
  });

  it('makes further pieces of what would not fit into one SQS message', () => {
    const long = Array.from({ length: 300 }, (_, index) => ({ ...text('a', `${index}`), filler: 'x'.repeat(1000) }));
    const pieces = split(body({ id: page, time: 1, messaging: long }));
    expect(pieces.length).toBeGreaterThan(2);
    expect(new Set(pieces.map(({ about }) => about))).toStrictEqual(new Set(['a']));
    expect(Math.max(...pieces.map((piece) => piece.body.length))).toBeLessThan(110_000);
    const ids = pieces.flatMap((piece) =>
      JSON.parse(piece.body).entry.map(
        (entry: { messaging: { message: { mid: string } }[] }) => entry.messaging[0]?.message.mid,
      ),
    );
    expect(ids).toStrictEqual(long.map(({ message }) => message.mid));
  });
});
