import { isValidSlackRequest } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { isSignedBySlack, slackSignature } from '#adapters/channels/slack/signature.ts';
import { buttonForm, payload } from './slack-examples.ts';

/** The example of https://docs.slack.dev/authentication/verifying-requests-from-slack. */
const documented = {
  secret: '8f742231b10e8888abcd99yyyzzz85a5',
  timestamp: '1531420618',
  signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  body: Buffer.from(
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
  ),
};
const at = (seconds: number) => new Date(seconds * 1000);
const now = at(Number(documented.timestamp));
const verify = (
  changes: { body?: Buffer; timestamp?: string | undefined; signature?: string | undefined },
  when = now,
  signingSecrets = [documented.secret],
) => isSignedBySlack({ ...documented, ...changes }, { signingSecrets, now: when });

describe('a signature of Slack’s', () => {
  it('is the documented one', () => {
    expect(slackSignature(documented.secret, documented.timestamp, documented.body)).toBe(documented.signature);
    expect(verify({})).toBe(true);
  });

  it('is taken from either secret while one is exchanged', () => {
    expect(verify({}, now, ['new', documented.secret])).toBe(true);
    expect(verify({}, now, ['new', ''])).toBe(false);
  });

  it.each([
    [-301, false],
    [-300, true],
    [300, true],
    [301, false],
  ])('counts %i seconds after it was made: %s', (seconds, counts) => {
    expect(verify({}, at(Number(documented.timestamp) + seconds))).toBe(counts);
  });

  it.each([
    ['is missing', { signature: undefined }],
    ['is empty', { signature: '' }],
    ['is cut off', { signature: documented.signature.slice(0, -1) }],
    ['is there twice', { signature: `${documented.signature},${documented.signature}` }],
    ['is of another version', { signature: documented.signature.replace('v0', 'v1') }],
    ['is of another body', { body: Buffer.concat([documented.body, Buffer.from('&x=1')]) }],
    ['has no time', { timestamp: undefined }],
    ['has an empty time', { timestamp: '' }],
    ['has a time that is none', { timestamp: '1531420618.0' }],
    ['has another time', { timestamp: '1531420619' }],
  ])('does not count when it %s', (_, changes) => {
    expect(verify(changes)).toBe(false);
  });

  it.each([payload('direct-message'), buttonForm(), '{"text":"Grüße 🙂"}', ''])(
    'is what Slack’s own code expects for %s',
    (body) => {
      const timestamp = String(Math.floor(now.getTime() / 1000));
      const headers = {
        'x-slack-signature': slackSignature('secret', timestamp, Buffer.from(body)),
        'x-slack-request-timestamp': Number(timestamp),
      };
      expect(isValidSlackRequest({ signingSecret: 'secret', body, headers, nowMilliseconds: now.getTime() })).toBe(
        true,
      );
      expect(isValidSlackRequest({ signingSecret: 'other', body, headers, nowMilliseconds: now.getTime() })).toBe(
        false,
      );
    },
  );
});
