import { randomUUID } from 'node:crypto';
import { type FormParams, twilioSignature } from '#adapters/channels/twilio/signature.ts';

export type Webhook = { readonly url: string; readonly params: FormParams; readonly authToken: string };

export type SignedRequest = {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** A webhook as Twilio sends it: form fields, signed over the URL that is configured at Twilio. */
export function signedTwilioRequest({ url, params, authToken }: Webhook): SignedRequest {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const each of [value].flat()) form.append(name, each);
  }
  const [signedUrl = ''] = url.split('#');
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'i-twilio-idempotency-token': randomUUID(),
      'user-agent': 'TwilioProxy/1.1',
      'x-twilio-signature': twilioSignature({ url: signedUrl, params, authToken }),
    },
    body: form.toString(),
  };
}

/** One retry, under the same idempotency token; https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides. */
export async function postSigned(webhook: Webhook): Promise<void> {
  const request = signedTwilioRequest(webhook);
  if (!(await isTaken(webhook.url, request))) await isTaken(webhook.url, request);
}

async function isTaken(url: string, request: SignedRequest): Promise<boolean> {
  try {
    const response = await fetch(url, { ...request, signal: AbortSignal.timeout(15_000) });
    await response.body?.cancel();
    return response.status < 500;
  } catch {
    return false;
  }
}
