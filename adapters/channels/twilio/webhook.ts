import { formParams, isSignedByTwilio } from './signature.ts';

type Request = {
  readonly body: Buffer;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly url: string;
  readonly credentials: { readonly authTokens: readonly string[] };
};

/** Did Twilio send these bytes to this address? */
export function isFromTwilio({ body, contentType, headers, url, credentials }: Request): boolean {
  const text = body.toString('utf8');
  const signed = contentType.startsWith('application/json') ? { body: text } : { params: formParams(text) };
  const { authTokens } = credentials;
  return isSignedByTwilio({ url, signature: headers['x-twilio-signature'], authTokens, ...signed });
}

/**
 * A webhook of Twilio tells one thing. Messages of one customer keep their order; receipts of one message keep theirs, and
 * hold up nobody else.
 */
export function onePiece({
  body,
}: Pick<Request, 'body'>): readonly { readonly about: string; readonly body: string }[] {
  const text = body.toString('utf8');
  const form = new URLSearchParams(text);
  const about = form.has('MessageStatus') ? form.get('MessageSid') : form.get('From');
  return [{ about: about ?? 'unknown', body: text }];
}
