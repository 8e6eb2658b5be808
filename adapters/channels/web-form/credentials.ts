import * as z from 'zod';

export const $WebFormCredentials = z.object({
  /** Sign the hidden time of a form and blur addresses that are counted. The current one first; others while one is replaced. */
  signingKeys: z.array(z.string().min(32, '32 random characters or more')).min(1).max(5),
  /** Checks the answers to the captcha, where the form has one. */
  captchaSecret: z.string().min(1).optional(),
});
export type WebFormCredentials = z.infer<typeof $WebFormCredentials>;
