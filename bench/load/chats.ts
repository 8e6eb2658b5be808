import { randomUUID } from 'node:crypto';
import { z } from 'zod';

const $Session = z.object({ token: z.string() });

const path = '/chat/support-web-chat';
const headers = { 'content-type': 'application/json', origin: 'https://www.parley.example' };

/** Visitors of the chat: each opens a session once and then writes. */
export function openChats(url: string) {
  const tokens = new Map<number, Promise<string>>();

  async function open(): Promise<string> {
    const response = await fetch(`${url}${path}/sessions`, { method: 'POST', headers, body: '{}' });
    // One address may not open many; what is then written is refused and counted as that.
    return response.ok ? $Session.parse(await response.json()).token : '';
  }

  return {
    async message(visitor: number, text: string) {
      const token = tokens.get(visitor) ?? open();
      tokens.set(visitor, token);
      const body = JSON.stringify({ id: randomUUID(), text });
      return {
        path: `${path}/messages`,
        method: 'POST',
        headers: { ...headers, authorization: `Bearer ${await token}` },
        body,
      };
    },
  };
}
