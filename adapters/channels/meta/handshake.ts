import { isSameText } from '#adapters/channels/shared/signatures.ts';

type Answer = { readonly status: number; readonly contentType?: string; readonly body?: string };

/**
 * Answers Meta's GET request that asks whether the webhook is ours: it names the token that we chose and wants its challenge back.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started, "Verification requests".
 */
export function answerMetaHandshake(rawQuery: string, verifyToken: string): Answer {
  const query = new URLSearchParams(rawQuery);
  const isOurs =
    query.get('hub.mode') === 'subscribe' &&
    verifyToken !== '' &&
    isSameText(query.get('hub.verify_token') ?? '', verifyToken);
  const challenge = query.get('hub.challenge') ?? '';
  // What is answered is what was asked with the right token; the type keeps a browser from running it.
  return isOurs ? { status: 200, contentType: 'text/plain', body: challenge } : { status: 403 };
}
