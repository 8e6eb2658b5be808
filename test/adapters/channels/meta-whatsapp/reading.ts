import { expect } from 'vitest';
import { createMetaWhatsAppReader } from '#adapters/channels/meta-whatsapp/read-meta-whatsapp.ts';
import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import { anEnvelope, needsWith, payload, servingFiles } from './whatsapp-examples.ts';

/** Reads a body, with Meta serving its files. */
export const read = (body: string) => createMetaWhatsAppReader(needsWith(servingFiles).needs)(anEnvelope(body));
/** The one thing that a genuine body tells. */
export const only = async (name: string): Promise<InboundItem> => {
  const [item, ...others] = await read(payload(name));
  expect(others).toEqual([]);
  if (!item) throw new Error('nothing was read');
  return item;
};
export const messageOf = async (name: string) => {
  const item = await only(name);
  if (item.kind !== 'message') throw new Error(`read as ${item.kind}`);
  return item.message;
};
