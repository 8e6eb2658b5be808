import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import { picture } from '#local/stand-ins/twilio-picture.ts';
import { detailOf, eventually, lastMessageOf, rowsOf } from '#test/journeys/journey.ts';
import type { ApiRequest, LocalSystem } from '#test/support/local-system.ts';

/** What a person asks, which has to be granted. */
export async function asks<Body>(system: LocalSystem, person: string, request: ApiRequest): Promise<Body> {
  const withBody = request.method === 'POST' ? { body: {}, ...request } : request;
  const { status, body } = await system.api(person)<Body>(withBody);
  if (status >= 300)
    throw new Error(`${request.method ?? 'GET'} ${request.path} was answered with ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** The open conversation whose words, subject or customer is this. */
export const found = (system: LocalSystem, words: string): Promise<ConversationDetail> =>
  eventually(`a conversation about "${words}"`, async () => {
    const rows = await rowsOf(system, 'ada', 'view=open');
    const row = rows.find(
      ({ subject, lastMessage, customerName }) =>
        subject.includes(words) || lastMessage?.preview.includes(words) || customerName === words,
    );
    return row && detailOf(system, row.id);
  });

/** Uploads a picture as the console does, with the form that it is given. */
export async function uploaded(system: LocalSystem, person: string): Promise<string> {
  const { uploadId, ...form } = await asks<Form & { readonly uploadId: string }>(system, person, {
    method: 'POST',
    path: '/v1/uploads',
    body: { bytes: picture.body.byteLength, contentType: 'image/png' },
  });
  await postFile(form);
  return uploadId;
}

export type Form = { readonly url: string; readonly fields: Readonly<Record<string, string>> };

export async function postFile({ url, fields }: Form): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', new Blob([Uint8Array.from(picture.body)], { type: 'image/png' }), 'plan.png');
  const { ok, status } = await fetch(url, { method: 'POST', body: form });
  if (!ok) throw new Error(`the upload was answered with ${status}`);
}

/** Answers what was seen last, and waits until it is on its way. */
export async function answered(
  system: LocalSystem,
  { conversation, ...detail }: ConversationDetail,
  reply: Readonly<Record<string, unknown>>,
): Promise<void> {
  await asks(system, 'ada', {
    method: 'POST',
    path: `/v1/conversations/${conversation.id}/replies`,
    body: { lastSeenEventId: lastMessageOf({ conversation, ...detail }), ...reply },
  });
}

/** Waits until all that customers sent is read; answers that wait for their provider may wait. */
export const read = (system: LocalSystem): Promise<true> =>
  eventually('the inbound queue is empty', async () => {
    const { inbound = { waiting: 0, inFlight: 0 } } = (await system.state()).queues;
    return inbound.waiting + inbound.inFlight === 0 ? true : undefined;
  });
