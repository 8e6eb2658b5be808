import { describe, expect, it } from 'vitest';
import { createAmazonConnectManager } from '#adapters/channels/amazon-connect/manage-amazon-connect.ts';
import { createAmazonConnectReader } from '#adapters/channels/amazon-connect/read-amazon-connect.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { noon } from '#test/support/builders.ts';
import { connection, contactEvent, instanceArn } from './connect-examples.ts';

const envelopeOf = (body: string): InboundEnvelope => ({
  provider: 'amazon-connect',
  receivedAt: noon,
  contentType: 'application/json',
  body,
  encoding: 'utf8',
});
const readText = (body: string) =>
  createAmazonConnectReader({ connections: { get: async () => connection, list: async () => [connection] } })(
    envelopeOf(body),
  );
const read = (name: string, detail = {}) => readText(JSON.stringify(contactEvent(name, detail)));
const withoutAgent = { agentInfo: undefined };

describe('a contact that is over', () => {
  it('is one message with queue, agent and the time that both talked, beside the contact it was transferred from', async () => {
    expect(await read('disconnected')).toEqual([
      {
        kind: 'message',
        message: {
          channel: 'voice',
          connectionId: 'contact-centre',
          providerId: '11111111-1111-1111-1111-111111111111',
          sender: { address: '+15550100123', verified: true },
          sentAt: '2021-08-04T17:18:37.000Z',
          text: 'Call of 28 s, answered by Maya Lindt (Invoices)',
          attachments: [],
          parts: [
            {
              kind: 'call',
              direction: 'in',
              outcome: 'answered',
              durationSeconds: 28,
              menu: 'Invoices',
              answeredBy: 'Maya Lindt',
            },
          ],
          quotes: '11111111-2222-3333-4444-555555555555',
        },
      },
    ]);
  });

  it('is the same message when COMPLETED tells it', async () => {
    expect(await read('disconnected', { eventType: 'COMPLETED' })).toEqual(await read('disconnected'));
  });

  it('names nobody when the flow did not say who called, and keeps its contacts together', async () => {
    expect(await read('abandoned')).toMatchObject([
      {
        message: {
          sender: { address: 'anonymous', scope: '58092a11-6075-4025-a57d-6ada88b26d5b', verified: false },
          thread: '58092a11-6075-4025-a57d-6ada88b26d5b',
          sentAt: '2021-08-29T18:39:44.000Z',
          parts: [{ direction: 'in', outcome: 'abandoned' }],
        },
      },
    ]);
  });

  it.each([
    ['an agent called and the customer answered', { initiationMethod: 'OUTBOUND' }, 'out', 'answered'],
    ['the customer wanted to be called back', { initiationMethod: 'CALLBACK' }, 'out', 'answered'],
    [
      'the customer did not answer',
      { initiationMethod: 'OUTBOUND', connectedToSystemTimestamp: '1970-01-01T00:00:00.001Z' },
      'out',
      'missed',
    ],
    [
      'the number could not be called',
      { initiationMethod: 'API', disconnectReason: 'OUTBOUND_DESTINATION_ENDPOINT_ERROR' },
      'out',
      'failed',
    ],
    ['the customer hung up in the queue', withoutAgent, 'in', 'abandoned'],
    ['an agent was only announced', { agentInfo: { agentArn: 'arn' } }, 'in', 'abandoned'],
    ['it was transferred', { initiationMethod: 'TRANSFER' }, 'in', 'answered'],
  ])('tells that %s', async (...[, detail, direction, outcome]) => {
    expect(await read('disconnected', detail)).toMatchObject([{ message: { parts: [{ direction, outcome }] } }]);
  });

  it('is read with capital initials too, as some of the documented events have them', async () => {
    const { detail, ...event } = contactEvent('connected-to-agent');
    const body = JSON.stringify({ ...event, detail: { ...detail, EventType: 'DISCONNECTED' } });
    expect(await readText(body)).toMatchObject([
      {
        message: {
          providerId: '12345678-1234-1234-1234-123456789012',
          parts: [{ outcome: 'answered', answeredBy: 'Maya Lindt' }],
        },
      },
    ]);
  });
});

describe('what is dropped', () => {
  it.each([
    ['amazon-connect-progress', 'connected-to-agent', {}],
    ['amazon-connect-progress', 'disconnected', { eventType: 'SOMETHING_NEW' }],
    ['amazon-connect-not-a-call', 'disconnected', { channel: 'CHAT' }],
    ['amazon-connect-not-a-call', 'disconnected', { channel: 'TELEPATHY' }],
    ['amazon-connect-internal', 'disconnected', { initiationMethod: 'MONITOR' }],
    ['amazon-connect-other-instance', 'disconnected', { instanceArn: `${instanceArn.slice(0, -1)}9` }],
  ])('by the rule %s', async (...[rule, name, detail]) => {
    expect(await read(name, detail)).toEqual([{ kind: 'dropped', rule }]);
  });
});

describe('what is refused', () => {
  it.each([
    ['no JSON', '{'],
    ['no contact', JSON.stringify(contactEvent('disconnected', { contactId: undefined }))],
    ['no event', '{"id":"1"}'],
  ])('is %s', async (_, body) => {
    await expect(readText(body)).rejects.toThrow(Refusal);
  });
});

describe('looking after an instance', () => {
  it.each([
    [instanceArn, true],
    ['12345678-1234-1234-1234-123456789012', false],
    [undefined, false],
  ])('wants its ARN as account id, as in %s', async (accountId, ok) => {
    const { accountId: _, ...without } = connection;
    const given = accountId === undefined ? without : { ...without, accountId };
    expect(await createAmazonConnectManager().check(given)).toMatchObject([{ ok }]);
  });
});
