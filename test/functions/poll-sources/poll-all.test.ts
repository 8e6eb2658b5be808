import { describe, expect, it } from 'vitest';
import type { Connection } from '#domain/channels/channel.ts';
import type { ConnectionHealth } from '#domain/channels/health.ts';
import type { Cursor } from '#domain/polling/cursor.ts';
import type { PollOutcome } from '#domain/polling/poll-connection.ts';
import type { PollSource } from '#domain/polling/ports.ts';
import { noteOutcome } from '#functions/poll-sources/note-outcome.ts';
import { pollAll } from '#functions/poll-sources/poll-all.ts';
import { aConnection, noon } from '#test/support/builders.ts';

const connectionNamed = (id: string, overrides: Partial<Connection> = {}) =>
  aConnection({ id, provider: 'mastodon', channel: 'mastodon', ...overrides });

async function polled(connections: readonly Connection[], source: PollSource) {
  const queued: unknown[] = [];
  const noted: (readonly [string, string])[] = [];
  const cursors = new Map<string, Cursor>();
  const alarming = await pollAll({
    connections: { list: async () => connections },
    cursors: {
      get: async (id) => cursors.get(id),
      put: async (cursor) => void cursors.set(cursor.connectionId, cursor),
    },
    sourceOf: (provider) => (provider === 'mastodon' ? Promise.resolve(source) : undefined),
    inbound: async (message) => void queued.push(message),
    note: async (connection, outcome) => void noted.push([connection.id, outcome.kind]),
    now: () => new Date(noon),
  });
  return { queued, alarming, noted };
}

const oneMention: PollSource = async ({ id }) => ({
  kind: 'items',
  items: [{ id: `${id}-1`, about: 'zsc@cybre.space/ü', body: '{}' }],
  position: '1',
});

describe('polling all connections', () => {
  it('puts one envelope for each item on the inbound queue, in order per person, once', async () => {
    const { queued } = await polled([connectionNamed('shop')], oneMention);
    expect(queued).toEqual([
      {
        body: {
          id: 'shop-1',
          provider: 'mastodon',
          connectionId: 'shop',
          receivedAt: noon,
          contentType: 'application/json',
          body: '{}',
          encoding: 'utf8',
        },
        group: 'shop.zsc@cybre.space__',
        deduplicationId: 'shop-1',
      },
    ]);
  });

  it('goes on with the others when one fails, and names the one', async () => {
    const source: PollSource = async (connection, position) => {
      if (connection.id === 'broken') return { kind: 'refused', reason: 'no' };
      if (connection.id === 'down') throw new Error('HTTP 500');
      return oneMention(connection, position);
    };
    const { queued, alarming, noted } = await polled(
      ['broken', 'down', 'fine'].map((id) => connectionNamed(id)),
      source,
    );
    expect(queued).toHaveLength(1);
    expect(alarming).toEqual(['broken']);
    expect(noted).toEqual([
      ['broken', 'failed'],
      ['down', 'failed'],
      ['fine', 'read'],
    ]);
  });

  it('leaves out what is switched off, and what tells its news by itself', async () => {
    const { queued } = await polled([connectionNamed('off', { disabled: true }), aConnection()], oneMention);
    expect(queued).toEqual([]);
  });
});

describe('noting what a poll came to', () => {
  async function noted(outcome: PollOutcome) {
    const lines: unknown[] = [];
    const kept: ConnectionHealth[] = [];
    const line = (event: string, fields: Record<string, unknown>) => void lines.push({ event, ...fields });
    const health = { get: async () => undefined, put: async (one: ConnectionHealth) => void kept.push(one) };
    const needs = { log: { info: line, warn: line }, health, now: () => new Date(noon) };
    await noteOutcome(needs, connectionNamed('shop'), outcome);
    return { lines, kept };
  }

  it('shows a refusal with the health of the connection', async () => {
    const { lines, kept } = await noted({ kind: 'failed', isAlarming: true, reason: 'the key is not accepted' });
    expect(lines).toMatchObject([{ event: 'poll-failed', connectionId: 'shop', reason: 'the key is not accepted' }]);
    expect(kept).toMatchObject([{ id: 'shop', notices: [{ severity: 'broken', detail: 'the key is not accepted' }] }]);
  });

  it('keeps messages of errors out of the log, and short trouble out of the health', async () => {
    const error = new Error('GET https://host/?token=secret failed');
    const { lines, kept } = await noted({ kind: 'failed', isAlarming: false, error });
    expect(JSON.stringify(lines)).not.toContain('secret');
    expect(kept).toEqual([]);
  });

  it('says nothing of polls that found nothing', async () => {
    expect(await noted({ kind: 'read', handedOver: 0 })).toEqual({ lines: [], kept: [] });
  });
});
