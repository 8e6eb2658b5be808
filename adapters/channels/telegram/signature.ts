import { isSignedWithAny } from '../shared/signatures.ts';

/**
 * Is the token in `X-Telegram-Bot-Api-Secret-Token` one that we gave Telegram? Nothing is signed with it: the token is the
 * whole proof. https://core.telegram.org/bots/api#setwebhook, read 2026-11-22.
 */
export const isFromTelegram = (secretTokens: readonly string[], given: string | undefined): boolean =>
  isSignedWithAny(secretTokens, given, (secretToken) => secretToken);
