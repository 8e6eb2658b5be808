import * as z from 'zod';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import { jsonBodyOf, textOf } from '#adapters/channels/shared/json-body.ts';
import { type Keyword, keywordOf } from '#adapters/channels/shared/keyword.ts';
import { isOptOutSentence } from '#adapters/channels/shared/opt-out.ts';
import { smsSender } from '#adapters/channels/shared/sms-sender.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { InboundEnvelope, InboundItem, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { meaningOf } from './delivery-events.ts';
import { $Context, $DeliveryEvent, $InboundText, type DeliveryEvent, type InboundText } from './payload.ts';
import { settingsOf } from './settings.ts';

type Needs = Pick<ChannelNeeds, 'connections'>;

/** Reads what AWS End User Messaging tells on our topic: texts of customers, and what became of ours. */
export const createAwsSmsReader =
  (needs: Needs): ReadEnvelope =>
  async (envelope) => {
    const isEvent = 'eventType' in jsonBodyOf(envelope, z.looseObject({}));
    if (isEvent) return [await readEvent(needs, envelope, jsonBodyOf(envelope, $DeliveryEvent))];
    return [await readText(needs, envelope, jsonBodyOf(envelope, $InboundText))];
  };

/** The topic is one for all numbers: the number says whose text it is. */
async function connectionAt({ connections }: Needs, number: string | undefined): Promise<Connection | undefined> {
  const all = await connections.list();
  return all.find(
    (connection) =>
      connection.provider === 'aws-sms' &&
      (connection.address === number || settingsOf(connection).numbers.some((each) => each === number)),
  );
}

async function readText(needs: Needs, envelope: InboundEnvelope, text: InboundText): Promise<InboundItem> {
  const connection = await connectionAt(needs, text.destinationNumber);
  if (!connection) throw new Refusal('invalid', 'destinationNumber is the number of no connection of AWS texts');
  const keyword = askedBy(text.messageBody);
  return {
    kind: 'message',
    message: {
      channel: 'sms',
      connectionId: connection.id,
      providerId: text.inboundMessageId,
      sender: smsSender(text.originationNumber),
      sentAt: envelope.receivedAt,
      text: text.messageBody,
      attachments: [],
      ...(keyword ? { keyword } : {}),
    },
  };
}

/** https://docs.aws.amazon.com/sms-voice/latest/userguide/keywords-required.html, read 2026-11-22. */
const words = {
  stop: ['ARRET', 'CANCEL', 'END', 'OPT-OUT', 'OPTOUT', 'QUIT', 'REMOVE', 'STOP', 'TD', 'UNSUBSCRIBE'],
  start: ['START', 'UNSTOP'],
  help: ['HELP'],
} as const;

/** AWS answers and blocks by itself unless opt-outs are self-managed; then Parley's own block is the only one. */
const askedBy = (text: string): Keyword | undefined =>
  keywordOf(text, words) ?? (isOptOutSentence(text) ? 'stop' : undefined);

async function readEvent(needs: Needs, envelope: InboundEnvelope, event: DeliveryEvent): Promise<InboundItem> {
  const { eventType, eventTimestamp, messageId } = event;
  const meaning = meaningOf(eventType);
  if (meaning === undefined)
    return { kind: 'unreadable', reason: `unknown event kind ${eventType.slice(0, 40)}`, body: textOf(envelope) };
  if (meaning === 'superfluous') return { kind: 'dropped', rule: 'aws-sms-told-elsewhere' };
  const { data: ours } = $Context.safeParse(event.context);
  const connection = ours
    ? await needs.connections.get(ours.connection)
    : await connectionAt(needs, event.originationPhoneNumber);
  if (connection?.provider !== 'aws-sms') return { kind: 'dropped', rule: 'aws-sms-of-others' };
  const { status, failure } = meaning;
  return {
    kind: 'receipt',
    receipt: {
      connectionId: connection.id,
      providerId: messageId,
      status,
      at: new Date(eventTimestamp).toISOString(),
      receiptId: `${messageId}:${eventType}`,
      ...(ours ? { about: { conversationId: ours.conversation, messageId: ours.message } } : {}),
      ...(failure ? { failure: { ...failure, code: eventType } } : {}),
    },
  };
}
