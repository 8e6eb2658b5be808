import type { ConversationDetail, ConversationRow, Problem } from '#functions/agent-api/contract.ts';
import type { ApiAnswer, LocalSystem } from '#test/support/local-system.ts';

/** What journeys wait for: everything behind the queue happens when it happens. */
const patienceMs = 15_000;

/** Asks until the answer is there. The last answer is in the error. */
export async function eventually<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined | false>,
  withinMs = patienceMs,
): Promise<Answer> {
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > giveUpAt) throw new Error(`did not happen within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const get = <Body>(system: LocalSystem, person: string, path: string): Promise<ApiAnswer<Body>> =>
  system.api(person)<Body>({ path });

export const post = <Body>(
  system: LocalSystem,
  person: string,
  request: { readonly path: string; readonly body?: unknown; readonly idempotencyKey?: string },
): Promise<ApiAnswer<Body>> => system.api(person)<Body>({ method: 'POST', body: {}, ...request });

export const put = <Body>(
  system: LocalSystem,
  person: string,
  request: { readonly path: string; readonly body: unknown },
): Promise<ApiAnswer<Body>> => system.api(person)<Body>({ method: 'PUT', ...request });

/** Sends a mail byte for byte as it is, as SES would deliver it. */
export async function sendRawMail(
  system: LocalSystem,
  envelope: { readonly from: string; readonly to: string },
  raw: string,
): Promise<void> {
  const response = await fetch(`${system.url}/local/mail?${new URLSearchParams(envelope)}`, {
    method: 'POST',
    body: raw,
  });
  if (!response.ok) throw new Error(`the mail was answered with ${response.status}`);
}

export const nowOf = async (system: LocalSystem): Promise<Date> => new Date((await system.state()).now);

export async function rowsOf(system: LocalSystem, person: string, query: string): Promise<readonly ConversationRow[]> {
  const { body } = await get<{ items: ConversationRow[] }>(system, person, `/v1/conversations?limit=100&${query}`);
  return body.items;
}

/** The conversation whose last message or subject holds this text. */
export const findRow = (system: LocalSystem, text: string, view = 'open'): Promise<ConversationRow> =>
  eventually(`a conversation in view ${view} about "${text}"`, async () =>
    (await rowsOf(system, 'ada', `view=${view}`)).find(
      (row) => row.subject.includes(text) || row.lastMessage?.preview.includes(text),
    ),
  );

export async function detailOf(system: LocalSystem, id: string): Promise<ConversationDetail> {
  const { status, body } = await get<ConversationDetail>(system, 'ada', `/v1/conversations/${id}`);
  if (status !== 200) throw new Error(`conversation ${id} answered ${status}`);
  return body;
}

/** The conversation once it is as the test wants it. */
export const whenConversation = (
  system: LocalSystem,
  id: string,
  isSo: (detail: ConversationDetail) => boolean,
): Promise<ConversationDetail> =>
  eventually(`conversation ${id}: ${isSo}`, async () => {
    const detail = await detailOf(system, id);
    return isSo(detail) && detail;
  });

export const typesOf = (detail: ConversationDetail): readonly string[] => detail.events.map((event) => event.type);

export type Reply = {
  readonly by: string;
  /** Answers what the author saw, which may be older than what is there. */
  readonly seen: ConversationDetail;
  readonly text: string;
  readonly idempotencyKey?: string;
};

export const reply = (system: LocalSystem, { by, seen, text, ...key }: Reply): Promise<ApiAnswer<Problem>> =>
  post<Problem>(system, by, {
    path: `/v1/conversations/${seen.conversation.id}/replies`,
    body: { text, lastSeenEventId: lastMessageOf(seen) },
    ...key,
  });

export const lastMessageOf = (detail: ConversationDetail): string =>
  detail.events.findLast((event) => event.type === 'MessageReceived' || event.type === 'ReplyWritten')?.id ?? '';

/** The reply's latest delivery. */
export const deliveryOf = (detail: ConversationDetail): string | undefined =>
  detail.events.findLast((event) => event.type === 'DeliveryChanged')?.status;
