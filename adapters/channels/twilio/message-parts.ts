import * as z from 'zod';
import type { Part } from '#domain/channels/part.ts';
import type { WebhookFields } from './webhook-fields.ts';

/** What a message of WhatsApp or RCS has beside text and files. */
export const partsOf = (fields: WebhookFields): readonly Part[] => [
  ...choiceOf(fields),
  ...locationOf(fields),
  ...answersOf(fields.InteractiveData),
  ...referralOf(fields),
];

/** A quick reply of a template, or a row of a list; https://www.twilio.com/docs/whatsapp/buttons. */
function choiceOf({ ButtonText, ButtonPayload, ListTitle, ListId }: WebhookFields): readonly Part[] {
  const title = ButtonText || ListTitle;
  const id = ButtonPayload || ListId;
  return !title ? [] : [{ kind: 'choice', title, ...(id ? { id } : {}) }];
}

const $Place = z.object({ latitude: z.coerce.number(), longitude: z.coerce.number() });

function locationOf({ Latitude, Longitude, Address, Label }: WebhookFields): readonly Part[] {
  if (!Latitude || !Longitude) return [];
  const { success, data } = $Place.safeParse({ latitude: Latitude, longitude: Longitude });
  if (!success) return [];
  return [{ kind: 'location', ...data, ...(Label ? { name: Label } : {}), ...(Address ? { address: Address } : {}) }];
}

/** The advertisement that led to the chat. */
function referralOf(fields: WebhookFields): readonly Part[] {
  const { ReferralSourceId: id, ReferralSourceType: type, ReferralHeadline: title, ReferralBody: text } = fields;
  if (!id && !title && !fields.ReferralSourceUrl) return [];
  const url = z.url().safeParse(fields.ReferralSourceUrl).data;
  const what = type === 'post' ? 'post' : 'advertisement';
  const told = {
    ...(title ? { title } : {}),
    ...(text ? { text } : {}),
    ...(url ? { url } : {}),
    ...(id ? { id } : {}),
  };
  return [{ kind: 'reference', what, ...told }];
}

/** Our mark that goes along with a form, and means nothing to people. */
const unshown = new Set(['flow_token']);

/** What was filled into a WhatsApp Flow, with the names its author gave; https://www.twilio.com/docs/content/whatsapp-flows. */
function answersOf(interactiveData: string | undefined): readonly Part[] {
  const fields = fieldsOf(jsonOf(interactiveData), '').filter(({ name }) => !unshown.has(name));
  return fields.length === 0 ? [] : [{ kind: 'answers', fields }];
}

type Field = { readonly name: string; readonly value: string };

/** Every value with its own name; what is nested, also as JSON in a text, is looked into. */
function fieldsOf(value: unknown, name: string): Field[] {
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object'))
    return [{ name, value: value.join(', ') }];
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, each]) => fieldsOf(each, key));
  if (value === undefined || value === null) return [];
  const inside = typeof value === 'string' && /^\s*[{[]/.test(value) ? jsonOf(value) : undefined;
  return inside === undefined ? [{ name, value: String(value) }] : fieldsOf(inside, name);
}

function jsonOf(text: string | undefined): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
