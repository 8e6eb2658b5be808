import { account, region } from '../deployed/resolver.ts';
import type { Reader } from './ask.ts';

const arn = (rest: string): string => `arn:aws:ses:${region}:${account}:${rest}`;

/** Mail leaves in the name of the sender's domain, and by the configuration set that is named. */
export const ses: Reader = ({ body, inAws }) => {
  const form = new URLSearchParams(body);
  const operation = form.get('Action') ?? '';
  const raw = Buffer.from(form.get('RawMessage.Data') ?? '', 'base64').toString();
  const from = form.get('Source') ?? /^From: (.*)$/im.exec(raw)?.[1] ?? '';
  const domain = /@([\w.-]+)/.exec(from)?.[1];
  if (!domain) throw new Error('a mail whose sender is not understood');
  const set = form.get('ConfigurationSetName');
  return [`identity/${domain}`, ...(set ? [`configuration-set/${inAws(set, /CONFIGURATION_SET/)}`] : [])].map(
    (resource) => ({
      action: `ses:${operation}`,
      resource: arn(resource),
      call: operation,
    }),
  );
};
