import type { Alias, Sender } from '#domain/channels/inbound-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import type { Contact, Message } from './payload.ts';

/**
 * WhatsApp's own id of a person, unique within a business portfolio at Meta; who has adopted a user name may show no number.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids, read 2026-11-22.
 */
const scopedId = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;
const phoneDigits = /^\+?[1-9]\d{5,14}$/;

type Address = { readonly address: string; readonly scope?: string };

export const isScopedId = (address: string): boolean => scopedId.test(address);

/** A number as E.164 (WhatsApp leaves out the plus), or an id with the account in which it holds. */
export function addressOf(id: string | undefined, accountId: string | undefined): Address | undefined {
  if (id === undefined) return undefined;
  if (phoneDigits.test(id)) return { address: `+${id.replace(/^\+/, '')}` };
  if (!scopedId.test(id)) return undefined;
  return { address: id, ...(accountId === undefined ? {} : { scope: accountId }) };
}

/** Numbers come before ids: whoever has both is known by the number. */
function addressesOf(ids: readonly (string | undefined)[], accountId: string | undefined): readonly Address[] {
  const all = ids.map((id) => addressOf(id, accountId)).filter((each) => each !== undefined);
  const known = new Map(all.map((each) => [each.address, each]));
  return [...known.values()].toSorted((a, b) => Number(b.address.startsWith('+')) - Number(a.address.startsWith('+')));
}

/** The contact that a message belongs to. With one contact it is that one, whatever its number: the two may differ. */
const contactOf = ({ from, from_user_id }: Message, contacts: readonly Contact[]): Contact | undefined =>
  contacts.find(({ wa_id, user_id }) => (from && wa_id === from) || (from_user_id && user_id === from_user_id)) ??
  (contacts.length === 1 ? contacts[0] : undefined);

type Told = { readonly contacts: readonly Contact[]; readonly accountId: string | undefined };

/** Who wrote, by number where there is one; the ids beside it are proven to be the same person's. */
export function senderOf(message: Message, { contacts, accountId }: Told): Sender {
  const contact = contactOf(message, contacts);
  // A number in `contacts` may be an older one of the same person, so it only counts where the message names none.
  const number = addressOf(message.from, accountId)?.scope === undefined ? message.from : undefined;
  const ids = [number ?? contact?.wa_id, message.from, message.from_user_id, contact?.user_id, contact?.parent_user_id];
  return personAt(addressesOf([...ids, message.from_parent_user_id, ...sharedNumbers(message)], accountId), contact);
}

/** Somebody who now has another number or id: the new one, with the former ones as aliases. */
export function movedSender({ from, system }: Message, accountId: string | undefined): Sender {
  const now = addressesOf([system?.wa_id, system?.user_id], accountId);
  const before = addressesOf([from, system?.previous_user_id], accountId);
  return personAt([...now, ...before], undefined);
}

function personAt([first, ...others]: readonly Address[], contact: Contact | undefined): Sender {
  if (!first) throw new Refusal('invalid', 'the sender has neither a phone number nor an id of WhatsApp');
  const { name, username } = contact?.profile ?? {};
  const aliases: Alias[] = others.map((each) => ({ channel: 'whatsapp', ...each }));
  return {
    ...first,
    verified: true,
    ...(name ? { name } : {}),
    ...(username ? { handle: username } : {}),
    ...(aliases.length > 0 ? { aliases } : {}),
  };
}

/** The sender's own number, shared because we asked for it; other cards are somebody's. */
const sharedNumbers = ({ contacts = [] }: Message): readonly (string | undefined)[] =>
  contacts
    .filter(({ origin }) => origin === 'contact_request')
    .flatMap(({ phones }) => phones.map(({ wa_id }) => wa_id));
