import { describe, expect, it } from 'vitest';
import { createMetaWhatsAppManager } from '#adapters/channels/meta-whatsapp/manage-meta-whatsapp.ts';
import { listWhatsAppTemplates } from '#adapters/channels/meta-whatsapp/templates.ts';
import { connection, needsWith } from './whatsapp-examples.ts';

const url = 'https://parley.example/webhooks/meta-whatsapp/wa-main';
const number = {
  display_phone_number: '+1 555-078-3881',
  verified_name: 'Lucky Shrub',
  quality_rating: 'GREEN',
  code_verification_status: 'VERIFIED',
  webhook_configuration: { phone_number: url, application: 'https://elsewhere.example' },
};
const check = async (answer: () => Response | undefined, of = connection) =>
  createMetaWhatsAppManager(needsWith(answer, of).needs).check(of);

describe('checking a WhatsApp number', () => {
  it('says for whom the credentials work and where webhooks go', async () => {
    expect(await check(() => Response.json(number))).toEqual([
      { name: 'credentials', ok: true, detail: 'work for +1 555-078-3881 Lucky Shrub' },
      { name: 'number', ok: true, detail: 'is +15550783881' },
      { name: 'quality', ok: true, detail: 'quality GREEN, verification VERIFIED' },
      { name: 'webhook', ok: true, detail: `Meta sends to ${url}` },
    ]);
  });

  it.each([
    ['number', { display_phone_number: '+49 30 1' }, 'Meta has +49 30 1, the connection +15550783881'],
    ['quality', { quality_rating: 'RED' }, 'quality RED, verification VERIFIED'],
    [
      'webhook',
      { webhook_configuration: { application: 'https://old.example' } },
      `Meta sends to https://old.example; it should be ${url}`,
    ],
    ['webhook', { webhook_configuration: undefined }, `Meta sends to nowhere; it should be ${url}`],
  ])('finds fault with its %s', async (name, overrides, detail) => {
    const checks = await check(() => Response.json({ ...number, ...overrides }));
    expect(checks).toContainEqual({ name, ok: false, detail });
  });

  it('hands on what Meta says of a token', async () => {
    const refused = () => Response.json({ error: { code: 190, message: 'Session has expired' } }, { status: 401 });
    expect(await check(refused)).toEqual([
      { name: 'credentials', ok: false, detail: 'Meta answered with error 190: Session has expired' },
    ]);
  });

  it('says so when Meta cannot be reached', async () => {
    expect(await check(() => undefined)).toEqual([
      { name: 'credentials', ok: false, detail: 'Meta could not be reached; try again' },
    ]);
  });

  it('says so when there are no credentials', async () => {
    const { needs } = needsWith();
    const manager = createMetaWhatsAppManager({ ...needs, secret: async () => undefined });
    expect(await manager.check(connection)).toMatchObject([
      { ok: false, detail: expect.stringContaining('has no credentials') },
    ]);
  });
});

describe('registering the webhook', () => {
  const register = async (answer: () => Response, of = connection) => {
    const { needs, asked } = needsWith(answer, of);
    const done = await createMetaWhatsAppManager(needs).register?.(of, url);
    return { done, asked };
  };

  it('subscribes the account and points the number to it', async () => {
    const { done, asked } = await register(() => Response.json({ success: true }));
    const override = { override_callback_uri: url, verify_token: 'our-own-word' };
    expect(asked.map(({ url: { pathname }, init }) => [pathname, JSON.parse(String(init.body))])).toEqual([
      ['/v26.0/102290129340398/subscribed_apps', override],
      ['/v26.0/106540352242922', { webhook_configuration: override }],
    ]);
    expect(done).toEqual({ name: 'webhook', ok: true, detail: `Meta sends to ${url}` });
  });

  it('stops at what Meta refuses', async () => {
    const refused = () =>
      Response.json({ error: { code: 2200, message: 'callback verification failed' } }, { status: 400 });
    const { done, asked } = await register(refused);
    expect(done).toEqual({
      name: 'webhook',
      ok: false,
      detail: 'Meta answered with error 2200: callback verification failed',
    });
    expect(asked).toHaveLength(1);
  });

  it('needs to know the account', async () => {
    const { done } = await register(() => Response.json({}), { ...connection, settings: {} });
    expect(done).toMatchObject({ ok: false, detail: expect.stringContaining('wabaId') });
  });
});

describe('templates', () => {
  const template = (name: string) => ({
    name,
    language: 'en_US',
    status: 'APPROVED',
    components: [
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: `Hello {{1}}, ${name}` },
    ],
  });

  it('are listed from every page', async () => {
    const { needs, asked } = needsWith(({ searchParams }) =>
      searchParams.has('after')
        ? Response.json({ data: [template('second')], paging: { cursors: { after: 'c2' } } })
        : Response.json({ data: [template('first')], paging: { cursors: { after: 'c1' }, next: 'https://…' } }),
    );
    expect(await listWhatsAppTemplates(needs, connection)).toEqual([
      { name: 'first', language: 'en_US', status: 'APPROVED', body: 'Hello {{1}}, first' },
      { name: 'second', language: 'en_US', status: 'APPROVED', body: 'Hello {{1}}, second' },
    ]);
    expect(asked).toHaveLength(2);
  });

  it('cannot be listed without the account', async () => {
    await expect(listWhatsAppTemplates(needsWith().needs, { ...connection, settings: {} })).rejects.toThrow(/wabaId/);
  });
});
