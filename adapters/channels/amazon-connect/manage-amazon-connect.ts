import type { Manager } from '#adapters/channels/manager.ts';
import { $AmazonConnectCredentials } from './credentials.ts';
import { $AmazonConnectSettings } from './settings.ts';

const instanceArn = /^arn:aws[\w-]*:connect:[a-z0-9-]+:\d{12}:instance\/[0-9a-f-]{36}$/;

/** Looks after instances of Amazon Connect. Their events come by themselves; the flow is changed by people. */
export const createAmazonConnectManager = (): Manager => ({
  credentials: $AmazonConnectCredentials,
  settings: $AmazonConnectSettings,
  check: async ({ accountId }) => {
    const ok = instanceArn.test(accountId ?? '');
    return [
      {
        name: 'Instance',
        ok,
        detail: ok
          ? 'Contact events of this instance become conversations.'
          : 'The account id has to be the ARN of the instance: arn:aws:connect:<region>:<account>:instance/<id>.',
      },
    ];
  },
});
