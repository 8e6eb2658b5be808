import { describe, expect, it } from 'vitest';
import { $TwilioCredentials, basicAuth } from '#adapters/channels/twilio/credentials.ts';
import { credentials } from './twilio-examples.ts';

const apiKey = { apiKeySid: `SK${'a'.repeat(32)}`, apiKeySecret: 'key-secret' };
const decoded = (header: string) => atob(header.replace('Basic ', ''));

describe('Twilio credentials', () => {
  it('sign in with the API key where there is one, else with the current token', () => {
    expect(decoded(basicAuth($TwilioCredentials.parse(credentials)))).toBe(`${credentials.accountSid}:current-token`);
    expect(decoded(basicAuth($TwilioCredentials.parse({ ...credentials, ...apiKey })))).toBe(
      `${apiKey.apiKeySid}:key-secret`,
    );
  });

  it.each([
    ['no token', { authTokens: [] }],
    ['an empty token', { authTokens: [''] }],
    ['an API key SID in place of the account SID', { accountSid: apiKey.apiKeySid }],
    ['an API key without its secret', { apiKeySid: apiKey.apiKeySid }],
    ['a secret without its API key', { apiKeySecret: apiKey.apiKeySecret }],
    ['a Messaging Service that is none', { messagingServiceSid: '+15005550006' }],
  ])('are refused with %s', (_, overrides) => {
    expect($TwilioCredentials.safeParse({ ...credentials, ...overrides }).success).toBe(false);
  });
});
