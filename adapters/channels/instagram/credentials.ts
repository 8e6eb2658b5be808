import type * as z from 'zod';
import { $MessagingCredentials } from '#adapters/channels/meta-messaging/credentials.ts';

/**
 * What the SecureString parameter of an Instagram connection holds, as JSON. With Instagram's own login, app secret and
 * app id are those of the Instagram app (App dashboard > Instagram > API setup), not those of the Meta app around it.
 */
export const $InstagramCredentials = $MessagingCredentials;
export type InstagramCredentials = z.infer<typeof $InstagramCredentials>;
