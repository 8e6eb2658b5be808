import { composeEmail } from '#adapters/channels/email/compose.ts';
import { createEmailReader } from '#adapters/channels/email/read-email.ts';
import { createReplyTokens } from '#adapters/channels/email/reply-token.ts';
import { memoryLedger, memoryQuarantine } from '#adapters/memory/stores.ts';
import type { OutboundMessage } from '#domain/channels/delivery.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { receiveEnvelope } from '#functions/receive-messages/receive-envelope.ts';
import { aConnection, aReply } from '#test/support/builders.ts';
import { aWorld } from '#test/support/memory-world.ts';

export type Sent = { readonly raw: Uint8Array; readonly source: string; readonly recipient: string };

/** A help desk of its own in memory, with the real reader, rules and composer of mail. */
export function aMailDesk(address: string) {
  const mailbox = aConnection({ id: 'support-mail', provider: 'ses-email', channel: 'email', name: 'Desk', address });
  const world = aWorld({ connections: [mailbox] });
  const mails = new Map<string, Uint8Array>();
  const files = { put: async () => undefined, get: async () => undefined, remove: async () => undefined };
  const replyTokens = createReplyTokens({ keys: [`a key of the desk at ${address}`] });
  const read = createEmailReader({
    connections: world.connections,
    files,
    mail: { get: async (_, key) => mails.get(key) },
    replyTokens,
  });
  const quarantine = memoryQuarantine();
  const ledger = memoryLedger(world.memory);
  const needs = {
    ...world.needs,
    reader: async () => read,
    files,
    ledger,
    quarantine,
    noteHealth: async () => undefined,
    log: { info: () => undefined, quarantined: () => undefined },
    wait: async () => undefined,
  };
  let received = 0;

  const envelopeOf = ({ raw, source, recipient }: Sent): InboundEnvelope => {
    received += 1;
    const messageId = `mail${received}`;
    mails.set(messageId, raw);
    const [timestamp, pass] = [world.now().toISOString(), { status: 'PASS' }];
    const action = { type: 'S3', bucketName: 'mail', objectKey: messageId };
    const receipt = { timestamp, recipients: [recipient], dmarcVerdict: pass, action };
    const body = JSON.stringify({ notificationType: 'Received', mail: { timestamp, source, messageId }, receipt });
    return { provider: 'ses-email', receivedAt: timestamp, contentType: 'application/json', body, encoding: 'utf8' };
  };

  return {
    world,
    quarantine,
    address,
    async receive(mail: Sent): Promise<void> {
      const envelope = envelopeOf(mail);
      await receiveEnvelope(needs, envelope);
      mails.clear();
    },
    today: () => ledger.ofDay(mailbox.id, world.now().toISOString().slice(0, 10)),
    /** Answers that were written in any conversation, by people or by rules. */
    answers: () => [...world.memory.events.values()].flat().filter(({ type }) => type === 'ReplyWritten').length,
    /** A person answers what the latest conversation is about. */
    async answer(text: string): Promise<Sent> {
      const conversation = [...world.memory.conversations.values()].at(-1);
      if (!conversation?.replyTo) throw new Error('there is nothing to answer');
      const { id, replyTo, subject } = conversation;
      await world.happens(id, aReply({ messageId: `m${id}`, text }));
      const message: OutboundMessage = {
        channel: 'email',
        connectionId: mailbox.id,
        to: replyTo.address,
        conversationId: id,
        messageId: `m${id}`,
        cc: [],
        subject,
        text,
        attachments: [],
        references: replyTo.references,
        automatic: false,
        ...(replyTo.messageId ? { inReplyTo: replyTo.messageId } : {}),
      };
      const raw = await composeEmail({ replyTokens, files }, mailbox, message);
      return { raw, source: address, recipient: replyTo.address };
    },
  };
}
export type MailDesk = ReturnType<typeof aMailDesk>;
