import { signatureOf } from './signature.ts';

type Signing = { readonly secret: string; readonly id: string; readonly now: Date };

/** A signed POST of an event to another system; the same id again is the same event (Standard Webhooks). */
export function signedPost(event: unknown, { secret, id, now }: Signing): RequestInit {
  const body = JSON.stringify(event);
  const seconds = Math.floor(now.getTime() / 1000);
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Parley',
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': signatureOf(secret, { id, seconds, body }),
    },
    body,
    redirect: 'error',
  };
}
