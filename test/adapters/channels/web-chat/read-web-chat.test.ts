import { describe, expect, it } from 'vitest';
import { createChatReader } from '#adapters/channels/web-chat/read-web-chat.ts';
import { channelNeeds, envelopeFor, onlyMessage } from '#test/support/channel-needs.ts';
import { aChatConnection } from '#test/support/chat.ts';

const connection = aChatConnection();
const read = (body: string, of = connection) =>
  createChatReader(channelNeeds(of, undefined).needs, 'web-chat')(envelopeFor(of, body));

const message = {
  kind: 'message',
  providerId: 's1:message-1',
  sessionId: 's1',
  visitor: { address: 'visitor:v-1', name: 'Visitor v-1' },
  text: 'Hello',
  files: [],
};

describe('reading what the chat functions hand over', () => {
  it('gives a message whose sender the session proves, within this chat', async () => {
    const body = { ...message, contact: { name: 'Ines', emails: ['ines@X.Example'] } };
    expect(onlyMessage(await read(JSON.stringify(body)))).toMatchObject({
      channel: 'chat',
      providerId: 's1:message-1',
      sender: { address: 'visitor:v-1', scope: 'support-web-chat', verified: true },
      parts: [{ kind: 'contact', emails: ['ines@x.example'] }],
    });
  });

  it('gives one receipt for each message, the same for a repetition', async () => {
    const about = ['m-1', 'm-2'].map((messageId) => ({ conversationId: 'c-1', messageId }));
    const items = await read(JSON.stringify({ kind: 'receipts', status: 'read', about }));
    expect(items).toMatchObject([
      { kind: 'receipt', receipt: { providerId: 'm-1', status: 'read', receiptId: 'm-1:read' } },
      { kind: 'receipt', receipt: { providerId: 'm-2', status: 'read', receiptId: 'm-2:read' } },
    ]);
  });

  it.each([
    ['no JSON', '{"kind":'],
    ['nothing', ''],
    ['an unknown kind', JSON.stringify({ ...message, kind: 'dance' })],
    ['no sender', JSON.stringify({ ...message, visitor: {} })],
  ])('refuses %s', async (_what, body) => {
    await expect(read(body)).rejects.toMatchObject({ name: 'Refusal', kind: 'invalid' });
  });

  it('refuses what was handed over for a connection of another provider', async () => {
    const app = aChatConnection({ provider: 'in-app', channel: 'app' });
    await expect(read(JSON.stringify(message), app)).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('refuses a message that was left where no mail connection is named any more, for a person to mend', async () => {
    const left = {
      kind: 'left-message',
      providerId: 's1:l-1',
      name: 'Ines',
      email: 'i@x.example',
      text: 'x',
      answers: [],
    };
    await expect(read(JSON.stringify(left))).rejects.toThrow(/emailConnectionId/);
  });
});
