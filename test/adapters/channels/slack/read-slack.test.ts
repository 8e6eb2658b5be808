import { describe, expect, it } from 'vitest';
import { createSlackReader } from '#adapters/channels/slack/read-slack.ts';
import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import { $InboundMessage } from '#domain/channels/inbound-message.ts';
import { $MessageUpdate } from '#domain/channels/message-update.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { anEnvelope, botToken, buttonForm, commandForm, needsWith, payload, png, userInfo } from './slack-examples.ts';

const known = { '/users.info': userInfo() };

const itemsOf = (body: string, { needs } = needsWith(known)): Promise<readonly InboundItem[]> =>
  createSlackReader(needs)(anEnvelope(body));

async function messageOf(body: string, world = needsWith(known)) {
  const [item] = await itemsOf(body, world);
  if (item?.kind !== 'message') throw new Error(`read a ${JSON.stringify(item)}`);
  return $InboundMessage.parse(item.message);
}

async function updateOf(body: string) {
  const [item] = await itemsOf(body);
  return item?.kind === 'update' ? $MessageUpdate.parse(item.update) : item;
}

const changed = (name: string, change: (body: ReturnType<typeof JSON.parse>) => void): string => {
  const body = JSON.parse(payload(name));
  change(body);
  return JSON.stringify(body);
};

describe('reading a direct message', () => {
  it('knows it by channel and time, and its sender within the workspace', async () => {
    expect(await messageOf(payload('direct-message'))).toEqual({
      channel: 'slack',
      connectionId: 'slack-main',
      providerId: 'D024BE91L:1763640000.009600',
      sender: {
        address: 'U0123ABCDEF',
        scope: 'T061EG9R6',
        name: 'Nora Pohl',
        handle: '@nora.pohl',
        verified: true,
        aliases: [{ channel: 'email', address: 'nora@shop.example' }],
      },
      sentAt: '2025-11-20T12:00:00.009Z',
      text: 'Hello & good day, see the shop (https://shop.example/a?b=1)',
      attachments: [],
    });
  });

  it('does without names when Slack does not tell them, and asks once for each person when it does', async () => {
    const silent = await messageOf(payload('direct-message'), needsWith());
    expect(silent.sender).toEqual({ address: 'U0123ABCDEF', scope: 'T061EG9R6', verified: true });
    const world = needsWith(known);
    const read = createSlackReader(world.needs);
    for (const name of ['direct-message', 'direct-thread']) await read(anEnvelope(payload(name)));
    expect(world.asked).toHaveLength(1);
  });

  it('is in a thread when one was opened', async () => {
    const message = await messageOf(payload('direct-thread'));
    expect(message).toMatchObject({ thread: 'D024BE91L:1763640000.009600' });
    expect(message.isPublic).toBeUndefined();
  });
});

describe('reading a channel', () => {
  it('is one message, whether it comes as such or as a mention', async () => {
    const [message, mention] = [await messageOf(payload('channel-message')), await messageOf(payload('app-mention'))];
    expect(mention).toEqual(message);
    expect(message).toMatchObject({
      providerId: 'C024BE91L:1763640010.009600',
      thread: 'C024BE91L:1763640010.009600',
      isPublic: true,
      text: '@shophelp Hi there!',
    });
  });

  it('keeps what is written in a thread in it', async () => {
    expect(await messageOf(payload('thread-broadcast'))).toMatchObject({ thread: 'C024BE91L:1763640010.009600' });
  });

  it('takes only mentions elsewhere', async () => {
    const world = needsWith(known, { channels: [] });
    expect(await itemsOf(payload('channel-message'), world)).toEqual([
      { kind: 'dropped', rule: 'slack-other-channel' },
    ]);
    expect((await messageOf(payload('app-mention'), world)).providerId).toBe('C024BE91L:1763640010.009600');
  });

  it('counts people of another workspace there, whose mail addresses prove nothing here', async () => {
    const body = changed('channel-message', ({ event, ...envelope }) => {
      Object.assign(event, { team: 'T0OTHER', user_team: 'T0OTHER' });
      Object.assign(envelope, { is_ext_shared_channel: true });
    });
    const { sender } = await messageOf(
      body,
      needsWith({ '/users.info': userInfo({ team_id: 'T0OTHER', is_stranger: true }) }),
    );
    expect(sender).toMatchObject({ scope: 'T0OTHER', name: 'Nora Pohl' });
    expect(sender.aliases).toBeUndefined();
  });

  it('leaves out colleagues where customers are of other workspaces', async () => {
    const world = needsWith(known, { channels: ['C024BE91L'], customers: 'other-workspaces' });
    expect(await itemsOf(payload('channel-message'), world)).toEqual([{ kind: 'dropped', rule: 'slack-colleague' }]);
    expect(await itemsOf(payload('file-of-other-workspace'), world)).toMatchObject([{ kind: 'message' }]);
  });
});

describe('copying files', () => {
  const download = 'download/file.png';
  const withFile = (answer: () => Response) => needsWith({ ...known, [download]: answer });

  it('fetches them as the app and keeps them under the type they have', async () => {
    const world = withFile(() => new Response(Uint8Array.from(png), { headers: { 'content-type': 'image/png' } }));
    const { attachments, text } = await messageOf(payload('file-share'), world);
    expect(text).toBe('Hi there!');
    expect(attachments).toMatchObject([{ fileName: 'file.png', contentType: 'image/png', bytes: png.byteLength }]);
    const request = world.asked.find(({ url }) => url.endsWith(download));
    expect(new Headers(request?.init.headers).get('authorization')).toBe(`Bearer ${botToken}`);
    expect([...world.kept.keys()]).toEqual([attachments[0]?.key]);
  });

  it.each([
    [
      'Slack asks to sign in',
      () => new Response('<html>', { headers: { 'content-type': 'text/html; charset=utf-8' } }),
      /files:read/,
    ],
    [
      'Slack leads to its sign-in page',
      () => Response.redirect('https://shop.slack.com/?redir=%2Ffiles-pri'),
      /files:read/,
    ],
    ['it is gone', () => new Response('', { status: 404 }), /no more/],
  ])('puts a note in their place when %s', async (_, answer, why) => {
    const world = withFile(answer);
    const { attachments } = await messageOf(payload('file-share'), world);
    expect(attachments[0]?.fileName).toBe('file-1.not-copied.txt');
    expect(Buffer.from([...world.kept.values()][0] ?? []).toString()).toMatch(why);
  });

  it.each([
    [
      'are at another host',
      (file: Record<string, unknown>) => Object.assign(file, { url_private_download: 'https://evil.example/x' }),
    ],
    [
      'are at Slack’s in name only',
      (file: Record<string, unknown>) =>
        Object.assign(file, { url_private_download: 'https://files.slack.com.evil.example/x' }),
    ],
    ['are larger than is copied', (file: Record<string, unknown>) => Object.assign(file, { size: 50_000_001 })],
    ['Slack does not hand out', (file: Record<string, unknown>) => delete file.url_private_download],
  ])('does not ask for files that %s', async (_, change) => {
    const world = withFile(() => new Response(Uint8Array.from(png)));
    const { attachments } = await messageOf(
      changed('file-share', ({ event }) => change(event.files[0])),
      world,
    );
    expect(attachments[0]?.fileName).toBe('file-1.not-copied.txt');
    expect(world.asked.map(({ url }) => url)).toEqual(['https://slack.com/api/users.info']);
  });

  it('is tried again when Slack breaks down, and the error does not hold the token', async () => {
    const problem: unknown = await messageOf(
      payload('file-share'),
      withFile(() => new Response('', { status: 503 })),
    ).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Error);
    expect(problem).not.toBeInstanceOf(Refusal);
    expect(String(problem)).not.toContain(botToken);
  });
});

describe('reading what became of a message', () => {
  it('tells of an edit, and that a link got its preview is none', async () => {
    expect(await updateOf(payload('message-changed'))).toEqual({
      connectionId: 'slack-main',
      providerId: 'D024BE91L:1763640000.009600',
      updateId: 'edited:D024BE91L:1763640000.009600:1763640060.013600',
      at: '2025-11-20T12:01:00.013Z',
      by: 'customer',
      change: { what: 'edited', text: 'updated <message>' },
    });
    expect(await updateOf(payload('unfurled'))).toEqual({ kind: 'dropped', rule: 'slack-unfurl' });
  });

  it('tells of a deletion, also of a message that a thread hangs on', async () => {
    const deleted = { providerId: 'D024BE91L:1763640000.009600', change: { what: 'deleted' } };
    expect(await updateOf(payload('message-deleted'))).toMatchObject(deleted);
    const tombstone = changed('message-changed', ({ event }) =>
      Object.assign(event.message, { subtype: 'tombstone', text: 'This message was deleted.', user: 'USLACKBOT' }),
    );
    expect(await updateOf(tombstone)).toMatchObject(deleted);
  });

  it('tells of reactions', async () => {
    const providerId = 'D024BE91L:1763640080.000100';
    expect(await updateOf(payload('reaction-added'))).toMatchObject({
      providerId,
      change: { what: 'reacted', emoji: '👍' },
    });
    expect(await updateOf(payload('reaction-removed'))).toMatchObject({
      providerId,
      change: { what: 'reacted', emoji: '' },
    });
    const custom = changed('reaction-added', ({ event }) => Object.assign(event, { reaction: 'shopparrot' }));
    expect(await updateOf(custom)).toMatchObject({ change: { emoji: ':shopparrot:' } });
  });

  it.each([
    ['message-changed', 'slack-echo', { previous_message: { user: 'U0BOT0APP', text: 'x', ts: '1763640000.009600' } }],
    [
      'message-deleted',
      'slack-echo',
      { previous_message: { bot_id: 'B0BOT', app_id: 'A0PNCHHK2', ts: '1763640000.009600' } },
    ],
    ['reaction-added', 'slack-echo', { user: 'U0BOT0APP' }],
    ['reaction-added', 'slack-other-channel', { item: { type: 'message', channel: 'C0ELSE', ts: '1.2' } }],
    ['reaction-added', 'slack-reaction-to-file', { item: { type: 'file', file: 'F1' } }],
    ['message-deleted', 'slack-other-channel', { channel: 'C0ELSE' }],
  ])('drops a %s by the rule %s', async (name, rule, fields) => {
    expect(await updateOf(changed(name, ({ event }) => Object.assign(event, fields)))).toEqual({
      kind: 'dropped',
      rule,
    });
  });
});

describe('reading buttons and commands', () => {
  it('names a button as the customer saw it', async () => {
    expect(await messageOf(buttonForm())).toMatchObject({
      providerId: 'D024BE91L:action:1763640100.194939:helped',
      quotes: 'D024BE91L:1763640080.000100',
      sender: { address: 'U0123ABCDEF', scope: 'T061EG9R6' },
      sentAt: '2025-11-20T12:01:40.194Z',
      parts: [{ kind: 'choice', title: 'Yes, thanks', id: 'helped:yes' }],
    });
  });

  it('shows that a shortcut was used', async () => {
    const shortcut = changed('block-actions', (body) =>
      Object.assign(body, { type: 'message_action', callback_id: 'ask' }),
    );
    expect((await messageOf(buttonForm(shortcut))).parts).toEqual([{ kind: 'unsupported', type: 'message_action' }]);
  });

  it('reads a command with its words', async () => {
    const message = await messageOf(commandForm());
    expect(message).toMatchObject({
      providerId: 'C2147483705:command:13345224609.738474920.8088930838d88f008e0',
      text: '94070 & more',
      parts: [{ kind: 'choice', title: '/support' }],
    });
    expect(message.thread).toBeUndefined();
  });

  it('refuses those of another workspace', async () => {
    await expect(itemsOf(commandForm({ team_id: 'T0OTHER' }))).rejects.toThrow(/team_id is not the account/);
    const foreign = changed('block-actions', (body) => Object.assign(body.team, { id: 'T0OTHER' }));
    await expect(itemsOf(buttonForm(foreign))).rejects.toThrow(/team.id is not the account/);
  });
});

describe('reading what is no message', () => {
  it.each([
    ['own-message', 'slack-echo'],
    ['other-bot', 'slack-bot'],
    ['channel-join', 'slack-channel-join'],
  ])('drops %s by the rule %s', async (name, rule) => {
    expect(await itemsOf(payload(name))).toEqual([{ kind: 'dropped', rule }]);
  });

  it.each([
    ['app-uninstalled', 'broken'],
    ['tokens-revoked', 'broken'],
    ['app-rate-limited', 'warning'],
  ])('tells the account of %s', async (name, severity) => {
    expect(await itemsOf(payload(name))).toMatchObject([{ kind: 'notice', notice: { severity } }]);
  });

  it('drops events of which nobody writes, and keeps the body of those it does not know', async () => {
    const opened = changed('app-uninstalled', ({ event }) => Object.assign(event, { type: 'app_home_opened' }));
    expect(await itemsOf(opened)).toEqual([{ kind: 'dropped', rule: 'slack-app-home-opened' }]);
    const unknown = changed('app-uninstalled', ({ event }) => Object.assign(event, { type: 'hologram_sent' }));
    expect(await itemsOf(unknown)).toEqual([
      { kind: 'unreadable', reason: 'unknown event kind hologram_sent', body: unknown },
    ]);
  });

  it('shows a message of a kind that is not known', async () => {
    const body = changed('direct-message', ({ event }) => Object.assign(event, { subtype: 'hologram' }));
    expect((await messageOf(body)).parts).toEqual([{ kind: 'unsupported', type: 'hologram' }]);
  });
});

describe('whose it is', () => {
  it('refuses another workspace, unless the app is authorised by ours in a shared channel', async () => {
    const foreign = changed('direct-message', (body) => {
      body.team_id = 'T0OTHER';
      body.authorizations[0].team_id = 'T0OTHER';
    });
    await expect(itemsOf(foreign)).rejects.toThrow(/team_id is not the account of connection slack-main/);
    expect(await itemsOf(payload('file-of-other-workspace'))).toMatchObject([
      { kind: 'message', message: { sender: { scope: 'T0OTHER' } } },
    ]);
  });

  it.each([
    ['no JSON', '{"type":', /not JSON/],
    ['no event', '{"team_id":"T061EG9R6","secret":"words"}', /type/],
    ['an event without a channel', changed('direct-message', ({ event }) => delete event.channel), /channel/],
    ['a form of something else', 'hello=words', /command/],
    ['a button that is no JSON', 'payload=%7B', /not JSON/],
  ])('refuses %s, without telling what it says', async (_, body, sentence) => {
    const problem: unknown = await itemsOf(body).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Refusal);
    expect(String(problem)).toMatch(sentence);
    expect(String(problem)).not.toMatch(/words|good day/);
  });
});
