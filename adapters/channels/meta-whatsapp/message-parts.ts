import * as z from 'zod';
import type { Part } from '#domain/channels/part.ts';
import type { Content } from './payload.ts';

/** What a message has beside text and files. */
export function partsOf(message: Content): readonly Part[] {
  const own = contentParts[message.type]?.(message) ?? [];
  return [...own, ...referralOf(message), ...productOf(message)];
}

const contentParts: Readonly<Record<string, (message: Content) => readonly Part[]>> = {
  location: ({ location }) => (location ? [{ kind: 'location', ...withoutEmpty(location) }] : []),
  contacts: ({ contacts = [] }) => contacts.map(contactPart),
  button: ({ button }) => (button ? [{ kind: 'choice', title: button.text, ...idOf(button.payload) }] : []),
  sticker: () => [{ kind: 'sticker' }],
  interactive: ({ interactive }) => (interactive ? interactiveParts(interactive) : []),
  order: ({ order }) => (order ? [orderPart(order)] : []),
  unsupported: ({ unsupported }) => [{ kind: 'unsupported', type: unsupported?.type ?? 'unsupported' }],
};

const idOf = (id: string | undefined) => (id ? { id } : {});

const withoutEmpty = <Place extends object>(place: Place): Place =>
  Object.fromEntries(Object.entries(place).filter(([, value]) => value !== '' && value !== undefined)) as Place;

type Shared = NonNullable<Content['contacts']>[number];

const nameOf = ({ name }: Pick<Shared, 'name'>): string => name?.formatted_name ?? name?.first_name ?? '';

const contactPart = ({ name, phones, emails }: Shared): Part => ({
  kind: 'contact',
  name: nameOf({ name }),
  phones: phones.flatMap(({ phone, wa_id }) => phone ?? (wa_id ? `+${wa_id}` : [])),
  emails: emails.flatMap(({ email }) => email ?? []),
});

type Interactive = NonNullable<Content['interactive']>;

function interactiveParts({ type, button_reply, list_reply, nfm_reply, call_permission_reply }: Interactive): Part[] {
  const chosen = button_reply ?? list_reply;
  if (chosen) return [{ kind: 'choice', title: chosen.title, ...idOf(chosen.id) }];
  if (call_permission_reply) return [{ kind: 'choice', title: `calls: ${call_permission_reply.response}` }];
  const fields = nfm_reply ? fieldsOf(nfm_reply.response_json) : [];
  if (fields.length > 0) return [{ kind: 'answers', fields }];
  return nfm_reply?.body ? [{ kind: 'choice', title: nfm_reply.body }] : [{ kind: 'unsupported', type }];
}

const $Answers = z.record(z.string(), z.unknown());

/** Our mark that goes along with a form, and means nothing to people. */
const unshown = new Set(['flow_token']);

/** What was filled into a form, which WhatsApp hands over as JSON in a text. */
function fieldsOf(responseJson: string): { name: string; value: string }[] {
  try {
    const answers = $Answers.safeParse(JSON.parse(responseJson)).data ?? {};
    return Object.entries(answers)
      .filter(([name]) => !unshown.has(name))
      .map(([name, value]) => ({ name, value: typeof value === 'string' ? value : JSON.stringify(value) }));
  } catch {
    return [];
  }
}

type Order = NonNullable<Content['order']>;

function orderPart({ catalog_id, product_items }: Order): Part {
  const lines = product_items.map(({ product_retailer_id, quantity, item_price, currency }) => {
    const price = item_price === undefined ? '' : ` at ${item_price} ${currency ?? ''}`.trimEnd();
    return `${quantity} × ${product_retailer_id}${price}`;
  });
  return { kind: 'reference', what: 'order', text: lines.join('\n'), ...idOf(catalog_id) };
}

/** The advertisement or post whose button led here. */
function referralOf({ referral }: Content): readonly Part[] {
  if (!referral) return [];
  const { source_type, source_id, headline, body } = referral;
  const url = z.url().safeParse(referral.source_url).data;
  const told = { ...(headline ? { title: headline } : {}), ...(body ? { text: body } : {}), ...(url ? { url } : {}) };
  return [{ kind: 'reference', what: source_type === 'post' ? 'post' : 'advertisement', ...told, ...idOf(source_id) }];
}

/** The product of the catalogue that is asked about. */
function productOf({ context }: Content): readonly Part[] {
  const id = context?.referred_product?.product_retailer_id;
  return id === undefined ? [] : [{ kind: 'reference', what: 'product', id }];
}

/** For a message of the business whose parts are not kept: that it was a place, a contact, a template. */
export const previewableParts = ({ type, location, contacts = [] }: Content): string => {
  if (location) return `📍 ${location.name ?? location.address ?? `${location.latitude}, ${location.longitude}`}`;
  if (contacts.length > 0) return contacts.map((contact) => `👤 ${nameOf(contact)}`).join(', ');
  return ['image', 'video', 'audio', 'document', 'sticker', 'text'].includes(type) ? '' : `(${type})`;
};
