import { describe, expect, it } from 'vitest';
import { createMetaWhatsAppReader } from '#adapters/channels/meta-whatsapp/read-meta-whatsapp.ts';
import { messageOf, read } from './reading.ts';
import { accessToken, anEnvelope, needsWith, payload, picture, receivedAt, servingFiles } from './whatsapp-examples.ts';

const ours = 'wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA=';
const scope = '106540352242922';
const bsuid = 'US.13491208655302741918';

describe('a message of a customer', () => {
  it('is read with its number, name and time', async () => {
    expect(await messageOf('text')).toStrictEqual({
      channel: 'whatsapp',
      connectionId: 'wa-main',
      providerId: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=',
      sender: { address: '+16505551234', name: 'Sheena Nelson', verified: true },
      sentAt: '2025-06-08T20:59:43.000Z',
      text: 'Does it come in another color?',
      attachments: [],
    });
  });

  it.each([
    ['text-about-product', { quotes: ours, parts: [{ kind: 'reference', what: 'product', id: 'di9ozbzfi4' }] }],
    ['reply', { text: 'Yes, that one', quotes: ours }],
    ['forwarded', { text: 'forwarded text' }],
    [
      'text-from-advertisement',
      {
        parts: [
          {
            kind: 'reference',
            what: 'advertisement',
            title: 'Chat with us',
            text: 'Summer succulents are here!',
            url: 'https://fb.me/3cr4Wqqkv',
            id: '120226305854810726',
          },
        ],
      },
    ],
    [
      'location',
      {
        text: '',
        parts: [
          {
            kind: 'location',
            latitude: 40.782_910_059_774,
            longitude: -73.959_075_808_525,
            name: 'Solomon R. Guggenheim Museum',
            address: '1071 5th Ave, New York, NY 10128',
          },
        ],
      },
    ],
    [
      'contacts',
      {
        parts: [
          {
            kind: 'contact',
            name: 'Barbara J. Johnson',
            phones: ['+1 (415) 555-0829'],
            emails: ['barbara@example.com'],
          },
        ],
      },
    ],
    ['button', { quotes: ours, keyword: 'stop', parts: [{ kind: 'choice', title: 'Unsubscribe', id: 'Unsubscribe' }] }],
    ['button-reply', { quotes: ours, parts: [{ kind: 'choice', title: 'Cancel', id: 'cancel-button' }] }],
    ['list-reply', { parts: [{ kind: 'choice', title: 'Priority Mail Express', id: 'priority_express' }] }],
    [
      'form',
      {
        parts: [
          {
            kind: 'answers',
            fields: [
              { name: 'first_name', value: 'Bob' },
              { name: 'age', value: '32' },
            ],
          },
        ],
      },
    ],
    [
      'order',
      {
        text: 'Love these!',
        parts: [
          {
            kind: 'reference',
            what: 'order',
            text: '2 × di9ozbzfi4 at 30 USD\n1 × nqryix03ez at 25 USD',
            id: '194836987003835',
          },
        ],
      },
    ],
    ['unsupported', { text: '', parts: [{ kind: 'unsupported', type: 'poll' }] }],
    ['group', { thread: 'Y2FwaV9ncm91cDoxNzA1NTU1MDEzOToxMjAzNjM0MDQ2OTQyMzM4MjAZD', text: 'Hello everybody' }],
    ['standby', { automatic: 'answered by another sender at this WhatsApp number' }],
    ['call-ended', { text: '', parts: [{ kind: 'call', direction: 'in', outcome: 'missed', durationSeconds: 0 }] }],
  ])('is read when it is %s', async (name, expected) => {
    expect(await messageOf(name)).toMatchObject(expected);
  });

  it('of a type from the future is shown as unsupported', async () => {
    const body = payload('location').replaceAll('"location"', '"hologram"');
    expect(await read(body)).toMatchObject([{ message: { parts: [{ kind: 'unsupported', type: 'hologram' }] } }]);
  });

  it.each([
    ['STOP', 'stop'],
    [' stop ', 'stop'],
    ['Please stop messaging me', 'stop'],
    ['START', 'start'],
    ['yes', undefined],
    ['cancel', undefined],
    ['stop, that is the wrong order', undefined],
  ])('"%s" is the keyword %s', async (text, keyword) => {
    const body = payload('text').replace('Does it come in another color?', text);
    const [item] = await read(body);
    expect(item?.kind === 'message' && item.message.keyword).toBe(keyword);
  });

  it('without a time of its own is dated by its arrival', async () => {
    const body = payload('text').replace('"timestamp":"1749416383",', '');
    expect(await read(body)).toMatchObject([{ message: { sentAt: receivedAt } }]);
  });

  it('whose time is in milliseconds is dated the same', async () => {
    const body = payload('text').replace('1749416383', '1749416383000');
    expect(await read(body)).toMatchObject([{ message: { sentAt: '2025-06-08T20:59:43.000Z' } }]);
  });
});

describe('who wrote', () => {
  it('is known by the id where WhatsApp shows no number', async () => {
    expect((await messageOf('hidden-number')).sender).toStrictEqual({
      address: bsuid,
      scope,
      name: 'Sheena Nelson',
      handle: '@realsheenanelson',
      verified: true,
      aliases: [{ channel: 'whatsapp', address: 'US.ENT.11815799212886844830', scope }],
    });
  });

  it('is known by the number where there are both, with the id as an alias', async () => {
    expect((await messageOf('number-and-id')).sender).toMatchObject({
      address: '+16505551234',
      aliases: [{ channel: 'whatsapp', address: bsuid, scope }],
    });
  });

  it('is known by the id that stands where the number should', async () => {
    const body = payload('text').replaceAll('16505551234', 'US.1234');
    expect(await read(body)).toMatchObject([{ message: { sender: { address: 'US.1234', scope } } }]);
  });

  it('gets the number that was shared on request', async () => {
    expect((await messageOf('contact-request')).sender).toMatchObject({
      address: '+16505551234',
      aliases: [{ channel: 'whatsapp', address: bsuid, scope }],
    });
  });

  it('does not get a number that is on a card of somebody else', async () => {
    expect((await messageOf('contacts')).sender.aliases).toBeUndefined();
  });

  it('keeps the former number and id as aliases after a change', async () => {
    const message = await messageOf('changed-number');
    expect(message.automatic).toBe('whatsapp: user_changed_number');
    expect(message.sender).toStrictEqual({
      address: '+12195555358',
      verified: true,
      aliases: [
        { channel: 'whatsapp', address: 'US.99999999999999999999', scope },
        { channel: 'whatsapp', address: '+16505551234' },
        { channel: 'whatsapp', address: bsuid, scope },
      ],
    });
  });

  it('keeps the former id as an alias where no number is shown', async () => {
    expect((await messageOf('changed-id')).sender).toMatchObject({
      address: 'MX.0987654321',
      aliases: [{ address: 'CO.1234567890' }],
    });
  });
});

describe('a file of a customer', () => {
  it.each([
    ['image', 'Taj Mahal', 'file-1.png'],
    ['video', 'my video', 'file-1.png'],
    ['voice', '', 'file-1.png'],
    ['document', 'caption', 'filename.pdf'],
    ['sticker', '', 'file-1.png'],
  ])('is copied from a message of kind %s, as the bytes show', async (name, text, fileName) => {
    const { needs, kept } = needsWith(servingFiles);
    const [item] = await createMetaWhatsAppReader(needs)(anEnvelope(payload(name)));
    expect(item).toMatchObject({
      message: { text, attachments: [{ fileName, contentType: 'image/png', bytes: picture.byteLength }] },
    });
    expect([...kept.values()]).toHaveLength(1);
  });

  it('is asked for with the token, which goes to Meta only', async () => {
    const { needs, asked } = needsWith(servingFiles);
    await createMetaWhatsAppReader(needs)(anEnvelope(payload('image')));
    expect(asked.map(({ url }) => url.hostname)).toEqual(['graph.facebook.com', 'lookaside.fbsbx.com']);
    for (const { init } of asked) expect(new Headers(init.headers).get('authorization')).toBe(`Bearer ${accessToken}`);
    expect(asked[0]?.url.search).not.toContain(accessToken);
    expect(asked[0]?.url.searchParams.get('appsecret_proof')).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['gone', () => Response.json({ error: { code: 100, error_subcode: 33, message: 'gone' } }, { status: 400 })],
    ['elsewhere', () => Response.json({ url: 'https://evil.example/file' })],
    ['on a host that only looks like it', () => Response.json({ url: 'https://lookaside.fbsbx.com.evil.example/' })],
    [
      'no longer served',
      ({ hostname }: URL) =>
        hostname === 'graph.facebook.com'
          ? Response.json({ url: 'https://lookaside.fbsbx.com/x' })
          : new Response(null, { status: 404 }),
    ],
  ])('that is %s leaves a note, and the text stays', async (_, answers: (url: URL) => Response) => {
    const { needs } = needsWith(answers);
    expect(await createMetaWhatsAppReader(needs)(anEnvelope(payload('image')))).toMatchObject([
      { message: { text: 'Taj Mahal', attachments: [{ fileName: 'file-1.not-copied.txt' }] } },
    ]);
  });

  it('is tried again while the token is refused or Meta is down', async () => {
    for (const status of [401, 500]) {
      const { needs } = needsWith(() => Response.json({ error: { code: 190, message: 'x' } }, { status }));
      await expect(createMetaWhatsAppReader(needs)(anEnvelope(payload('image')))).rejects.toThrow(`HTTP ${status}`);
    }
  });
});
