import type { Sender } from '#domain/channels/inbound-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';

const prefix = 'whatsapp:';
const e164 = /^\+[1-9]\d{5,14}$/;
/**
 * WhatsApp's own id of a person, unique within a business portfolio at Meta: who has adopted a user name may show no number.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids, read 2026-11-22.
 */
const scopedId = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

/** How Twilio writes an address on WhatsApp, be it a number or an id. */
export const whatsAppAddress = (address: string): string => `${prefix}${address}`;

const bare = (address: string | undefined): string =>
  address?.startsWith(prefix) ? address.slice(prefix.length).trim() : '';

/** `account`: within what an id is unique, as far as we can know it. */
const addressed = (address: string, account: string): Pick<Sender, 'address' | 'scope'> | undefined => {
  if (e164.test(address)) return { address };
  return scopedId.test(address) ? { address, scope: account } : undefined;
};

type Fields = {
  readonly From?: string | undefined;
  readonly WaId?: string | undefined;
  readonly ExternalUserId?: string | undefined;
  readonly ProfileName?: string | undefined;
};

/** Who wrote, with the number behind the id and the id beside the number, where Twilio tells both. */
export function whatsAppSender({ From, WaId = '', ExternalUserId, ProfileName }: Fields, account: string): Sender {
  const sender = addressed(bare(From), account);
  if (!sender) throw new Refusal('invalid', 'From is neither a phone number nor an id of WhatsApp');
  const aliases = [`+${WaId.replace(/^\+/, '')}`, bare(ExternalUserId)].flatMap((address) => {
    const alias = address === sender.address ? undefined : addressed(address, account);
    return alias ? [{ channel: 'whatsapp' as const, ...alias }] : [];
  });
  return {
    ...sender,
    verified: true,
    ...(ProfileName ? { name: ProfileName } : {}),
    ...(aliases.length > 0 ? { aliases } : {}),
  };
}
