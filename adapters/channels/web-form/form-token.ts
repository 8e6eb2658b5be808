import { hmac, isSignedWithAny } from '../shared/signatures.ts';

/** When a form was shown, and a random part that makes each showing another one. */
export type Shown = { readonly at: Date; readonly nonce: string };

const macOf = (key: string, signed: string): string =>
  hmac(`form-token:${signed}`, { algorithm: 'sha256', secret: key, encoding: 'hex' }).slice(0, 32);

/** The hidden field that says when the form was shown; nobody but us can make one. */
export function formToken(key: string, connectionId: string, { at, nonce }: Shown): string {
  const claim = `${at.getTime().toString(36)}.${nonce}`;
  return `${claim}.${macOf(key, `${connectionId}.${claim}`)}`;
}

/** What a token says; undefined when it is none of ours, or of another form. */
export function shownIn(token: string, keys: readonly string[], connectionId: string): Shown | undefined {
  const [, time = '', nonce = '', mac] = /^([0-9a-z]{1,10})\.([\w-]{8,64})\.([0-9a-f]{32})$/.exec(token) ?? [];
  const isOurs = isSignedWithAny(keys, mac, (key) => macOf(key, `${connectionId}.${time}.${nonce}`));
  return isOurs ? { at: new Date(Number.parseInt(time, 36)), nonce } : undefined;
}
