import { describe, expect, it } from 'vitest';
import { createMetaWhatsAppReader } from '#adapters/channels/meta-whatsapp/read-meta-whatsapp.ts';
import { splitWhatsApp } from '#adapters/channels/meta-whatsapp/split.ts';
import { anEnvelope, bodyNames, needsWith, payload, servingFiles } from './whatsapp-examples.ts';

const split = (body: unknown) => splitWhatsApp(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
const read = (body: string) => createMetaWhatsAppReader(needsWith(servingFiles).needs)(anEnvelope(body));
const number = '106540352242922';

const metadata = { phone_number_id: number };
const message = (from: string, id: string) => ({ from, id, timestamp: '1749416383', type: 'text', text: { body: id } });
const body = (...values: object[]) => ({
  object: 'whatsapp_business_account',
  entry: values.map((value) => ({ id: 'W', changes: [{ field: 'messages', value: { metadata, ...value } }] })),
});

describe('splitting a body of WhatsApp', () => {
  it.each(bodyNames)('leaves what %s says as it was', async (name) => {
    const pieces = split(payload(name));
    expect(pieces).toHaveLength(1);
    expect(await read(pieces[0]?.body ?? '')).toEqual(await read(payload(name)));
  });

  it('gives each person a piece with what that person said, in order', async () => {
    const pieces = split(
      body(
        { messages: [message('4911', 'a1'), message('4922', 'b1')], statuses: [{ id: 's', recipient_id: '4911' }] },
        { messages: [message('4911', 'a2')] },
      ),
    );
    expect(pieces.map(({ about }) => about)).toEqual([`${number}:4911`, `${number}:4922`]);
    const [first] = pieces.map((piece) => JSON.parse(piece.body));
    expect(first.entry.map(({ changes }: { changes: { value: object }[] }) => changes[0]?.value)).toMatchObject([
      { messages: [{ id: 'a1' }] },
      { statuses: [{ id: 's' }] },
      { messages: [{ id: 'a2' }] },
    ]);
  });

  it('keeps one person apart at two of our numbers', () => {
    const other = { metadata: { phone_number_id: '2' }, messages: [message('4911', 'b')] };
    expect(split(body({ messages: [message('4911', 'a')] }, other)).map(({ about }) => about)).toEqual([
      `${number}:4911`,
      '2:4911',
    ]);
  });

  it('keeps a group together, whoever writes in it', () => {
    const [one, two] = ['4911', '4922'].map((from) => ({ ...message(from, from), group_id: 'G' }));
    expect(split(body({ messages: [one, two] }))).toHaveLength(1);
  });

  it('shows nobody the contacts of others', () => {
    const contacts = [
      { wa_id: '4911', profile: { name: 'A' } },
      { wa_id: '4922', profile: { name: 'B' } },
    ];
    const pieces = split(body({ contacts, messages: [message('4911', 'a'), message('4922', 'b')] }));
    expect(pieces.map((piece) => /"name":"(.)"/.exec(piece.body)?.[1])).toEqual(['A', 'B']);
  });

  it('begins a further piece before one becomes too large for SQS', () => {
    const long = 'x'.repeat(4000);
    const messages = Array.from({ length: 100 }, (_, index) => ({ ...message('4911', `m${index}`), padding: long }));
    const pieces = split(body({ messages }));
    expect(pieces.length).toBeGreaterThan(3);
    for (const piece of pieces) expect(piece.body.length).toBeLessThan(200_000);
  });

  it.each([
    ['broken JSON', '{"object":'],
    ['a list', '[]'],
    ['no entries', '{"object":"whatsapp_business_account","entry":[]}'],
    ['a body that is no object', '7'],
  ])('leaves %s whole, for quarantine to tell', (_, given) => {
    expect(split(given)).toEqual([{ about: 'unreadable', body: given }]);
  });

  it.each([
    ['an entry without changes', { id: 'W' }],
    ['an entry that is no object', 'entry'],
    ['a change without a value', { id: 'W', changes: [{ field: 'messages' }] }],
  ])('keeps %s apart from good ones', (_, bad) => {
    const good = body({ messages: [message('4911', 'a')] });
    const pieces = split({ ...good, entry: [bad, ...good.entry] });
    expect(pieces.map(({ about }) => about)).toEqual(['unreadable', `${number}:4911`]);
  });
});
