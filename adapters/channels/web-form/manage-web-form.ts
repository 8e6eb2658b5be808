import type { Check, Manager } from '#adapters/channels/manager.ts';
import type { ManagingNeeds } from '#adapters/channels/needs.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { checksOf } from '../shared/check-connection.ts';
import { askCaptcha, type CaptchaVerdict } from './captcha.ts';
import { $WebFormCredentials, type WebFormCredentials } from './credentials.ts';
import { mailboxOf } from './send-web-form.ts';
import { $FormSettings, type FormSettings } from './settings.ts';

/** Looks whether the form can be shown and answered, and whether the captcha's service knows its secret. */
export const createWebFormManager = (needs: ManagingNeeds): Manager => ({
  credentials: $WebFormCredentials,
  settings: $FormSettings,
  check: (connection) =>
    checksOf(
      needs,
      { connectionId: connection.id, schema: $WebFormCredentials, provider: 'The captcha’s service' },
      async (credentials) => {
        const { success, data } = $FormSettings.safeParse(connection.settings);
        if (!success)
          return [{ name: 'form', ok: false, detail: 'The connection has no usable form in its settings.' }];
        const url = `${needs.publicUrl}/webhooks/web-form/${connection.id}`;
        const form = { name: 'form', ok: true, detail: `The form is at ${url}` };
        return [form, await canAnswer(needs, connection), ...(await captchaChecks(needs, data, credentials))];
      },
    ),
});

async function canAnswer(needs: ManagingNeeds, connection: Connection): Promise<Check> {
  const mailbox = await mailboxOf(needs.connections, connection);
  return mailbox
    ? { name: 'answers', ok: true, detail: `Answers are sent from ${mailbox.address}.` }
    : { name: 'answers', ok: false, detail: 'emailConnectionId names no mailbox that is switched on.' };
}

const details: Record<CaptchaVerdict, string> = {
  human: 'The captcha takes anything: these are test keys.',
  'not-human': 'The captcha’s service knows the secret.',
  unknown: 'The captcha’s service could not be reached; check again later.',
  misconfigured: 'The captcha’s service does not know captchaSecret.',
};

async function captchaChecks(
  needs: ManagingNeeds,
  { captcha }: FormSettings,
  { captchaSecret }: WebFormCredentials,
): Promise<readonly Check[]> {
  if (captcha === undefined) return [];
  const name = 'captcha';
  if (captchaSecret === undefined) return [{ name, ok: false, detail: 'The credentials have no captchaSecret.' }];
  const verdict = await askCaptcha(needs.fetch, { kind: captcha.kind, secret: captchaSecret, response: 'check' });
  return [{ name, ok: verdict === 'not-human', detail: details[verdict] }];
}
