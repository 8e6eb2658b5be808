import { describe, expect, it } from 'vitest';
import { whatsAppMeanings } from '#adapters/channels/meta-whatsapp/errors.ts';
import { createMetaWhatsAppSender } from '#adapters/channels/meta-whatsapp/send-meta-whatsapp.ts';
import type { OutboundMessage } from '#domain/channels/delivery.ts';
import { accessToken, anOutbound, connection, needsWith } from './whatsapp-examples.ts';

const id = 'wamid.HBgLMTY0NjcwNDM1OTUVAgARGBI4MjZGRDA0OUE2OTQ3RkEyMzcA';
const takes = () =>
  Response.json({
    messaging_product: 'whatsapp',
    contacts: [{ input: '+16505551234', wa_id: '16505551234' }],
    messages: [{ id, message_status: 'accepted' }],
  });

async function sent(overrides: Partial<OutboundMessage> = {}) {
  const { needs, asked } = needsWith(takes);
  const outcome = await createMetaWhatsAppSender(needs)(anOutbound(overrides));
  const [request] = asked;
  return { outcome, request, body: JSON.parse(String(request?.init.body)) };
}

const file = (contentType: string, bytes = 1000) => ({
  id: 'f',
  fileName: 'file.bin',
  contentType,
  bytes,
  key: 'replies/f',
});

describe('a message to WhatsApp', () => {
  it('is posted for the number of the connection, with the token and its proof', async () => {
    const { outcome, request, body } = await sent();
    expect(outcome).toStrictEqual({ status: 'sent', providerId: id });
    expect(request?.url.href).toMatch(
      /^https:\/\/graph\.facebook\.com\/v26\.0\/106540352242922\/messages\?appsecret_proof=[0-9a-f]{64}$/,
    );
    expect(new Headers(request?.init.headers).get('authorization')).toBe(`Bearer ${accessToken}`);
    expect(body).toStrictEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '+16505551234',
      type: 'text',
      text: { body: 'It is on its way' },
      biz_opaque_callback_data: 'c1.m1',
    });
  });

  it('goes to the id of a person who shows no number', async () => {
    const { body } = await sent({ to: 'US.13491208655302741918' });
    expect(body).toMatchObject({ recipient: 'US.13491208655302741918' });
    expect(body).not.toHaveProperty('to');
  });

  it('goes to the group in which the customer wrote', async () => {
    expect((await sent({ thread: 'GROUP1' })).body).toMatchObject({ recipient_type: 'group', to: 'GROUP1' });
  });

  it('quotes what it answers', async () => {
    expect((await sent({ answers: 'wamid.1' })).body).toMatchObject({ context: { message_id: 'wamid.1' } });
  });

  it.each([
    ['image/jpeg', 5_000_000, 'image'],
    ['image/png', 5_000_001, 'document'],
    ['image/webp', 1000, 'document'],
    ['video/mp4', 16_000_000, 'video'],
    ['audio/ogg; codecs=opus', 1000, 'audio'],
    ['application/pdf', 1000, 'document'],
  ])('shows a file of type %s with %i bytes as %s', async (contentType, bytes, type) => {
    const { body } = await sent({ text: '', attachments: [file(contentType, bytes)] });
    expect(body).toMatchObject({ type, [type]: { link: 'https://files.example/replies/f?seconds=3600' } });
    expect(body[type].filename).toBe(type === 'document' ? 'file.bin' : undefined);
  });

  it('puts the text under the file that goes with it', async () => {
    const { body } = await sent({ text: 'The label', attachments: [file('image/png')] });
    expect(body).toMatchObject({ image: { caption: 'The label' } });
  });

  it('fills in a template in the order of its placeholders, on one line each', async () => {
    const template = { id: 't', reference: 'order_update', language: 'en_US', variables: { 1: 'Jo', 2: 'a\nb\t c' } };
    const { body } = await sent({ template, answers: 'wamid.1' });
    expect(body).toMatchObject({
      type: 'template',
      template: {
        name: 'order_update',
        language: { code: 'en_US' },
        components: [
          {
            type: 'body',
            parameters: [
              { type: 'text', text: 'Jo' },
              { type: 'text', text: 'a b c' },
            ],
          },
        ],
      },
    });
    expect(body).not.toHaveProperty('context');
  });

  it('names the placeholders of a template that has names', async () => {
    const template = { id: 't', reference: 'order_update', language: 'de', variables: { order: '1042' } };
    expect((await sent({ template })).body.template.components[0].parameters).toEqual([
      { type: 'text', parameter_name: 'order', text: '1042' },
    ]);
  });

  it('has no components where the template has no placeholders', async () => {
    const template = { id: 't', reference: 'hello_world', language: 'en_US', variables: {} };
    expect((await sent({ template })).body.template).toStrictEqual({
      name: 'hello_world',
      language: { code: 'en_US' },
    });
  });
});

describe('what WhatsApp answers', () => {
  const outcome = (answer: () => Response | undefined) =>
    createMetaWhatsAppSender(needsWith(answer).needs)(anOutbound());
  const refusal =
    (code: number, status = 400) =>
    () =>
      Response.json({ error: { message: '(#1) no', type: 'OAuthException', code, fbtrace_id: 'A' } }, { status });

  it.each([
    [131_047, 'OUTSIDE_WINDOW'],
    [131_026, 'INVALID_RECIPIENT'],
    [131_050, 'OPTED_OUT'],
    [131_042, 'BILLING'],
    [131_031, 'POLICY'],
    [131_053, 'MEDIA_INVALID'],
    [132_001, 'TEMPLATE_INVALID'],
    [190, 'AUTH'],
    [10, 'PERMISSION'],
    [100, 'CONTENT_REJECTED'],
    [131_048, 'RATE_LIMITED'],
  ])('%i is shown to the agent as %s', async (code, failureClass) => {
    expect(await outcome(refusal(code))).toMatchObject({
      status: 'failed',
      failure: { class: failureClass, code: String(code) },
    });
  });

  it.each([
    [130_429, 60],
    [131_056, 16],
    [131_016, 60],
    [80_007, 60],
  ])('%i is tried again after %i seconds', async (code, afterSeconds) => {
    expect(await outcome(refusal(code))).toMatchObject({ status: 'retry', afterSeconds });
  });

  it.each([
    ['131000', refusal(131_000, 500)],
    ['an error without JSON', () => new Response('<html>', { status: 502 })],
    ['a success without an id', () => Response.json({})],
  ])('%s leaves it open whether the message was sent', async (_, answer) => {
    expect(await outcome(answer)).toMatchObject({ status: 'ambiguous', failure: { class: 'AMBIGUOUS' } });
  });

  it('nothing leaves it open too', async () => {
    expect(await outcome(() => undefined)).toMatchObject({ status: 'ambiguous' });
  });

  it('is never asked without a phone number id', async () => {
    const { accountId: _, ...without } = connection;
    const { needs, asked } = needsWith(takes, without);
    expect(await createMetaWhatsAppSender(needs)(anOutbound())).toMatchObject({ failure: { class: 'PERMISSION' } });
    expect(asked).toEqual([]);
  });

  it.each(Object.entries(whatsAppMeanings))('%s has a sentence that tells what to do', (_, { reason }) => {
    expect(reason).toMatch(/^[A-Z].{20,}\.$/s);
    expect(reason.split('. ').length).toBeGreaterThanOrEqual(reason.includes('nothing to do') ? 2 : 1);
  });
});
