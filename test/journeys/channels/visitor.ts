import { z } from 'zod';
import { identifyToken, webChatLocal } from '#local/channels/web-chat.ts';
import type { LocalSystem } from '#test/support/local-system.ts';
import { nowOf } from '../journey.ts';

const $Credentials = z.object({ identifySecrets: z.array(z.string()) });
const $Session = z.object({ token: z.string() });
const $Shown = z.object({
  messages: z.array(z.object({ id: z.string(), from: z.enum(['visitor', 'agent']), text: z.string() })),
});

const path = `/chat/${webChatLocal.connection.id}`;

/** The page of somebody who is signed in at the shop. */
export async function visitorOfChat(system: LocalSystem, { id, name }: { readonly id: string; readonly name: string }) {
  const [secret = ''] = $Credentials.parse(webChatLocal.credentials).identifySecrets;
  const email = `${id}@customers.example`;
  const identify = await identifyToken(secret, { id, name, email, now: await nowOf(system) });
  const ask = async (what: string, request: RequestInit): Promise<unknown> => {
    const headers = { 'content-type': 'application/json', ...request.headers };
    const response = await fetch(`${system.url}${path}/${what}`, { ...request, headers });
    if (!response.ok) throw new Error(`${what} was answered with ${response.status}`);
    return response.status === 204 ? undefined : response.json();
  };
  const body = JSON.stringify({ identify, page: 'https://www.parley.example/orders' });
  const { token } = $Session.parse(await ask('sessions', { method: 'POST', body }));
  const headers = { authorization: `Bearer ${token}` };
  return {
    messages: async () => $Shown.parse(await ask('messages', { headers })).messages,
    hasSeen: (upTo: string) => ask('seen', { method: 'POST', headers, body: JSON.stringify({ upTo }) }),
  };
}
