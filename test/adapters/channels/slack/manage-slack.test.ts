import { describe, expect, it } from 'vitest';
import { createSlackManager } from '#adapters/channels/slack/manage-slack.ts';
import { connection, json, needsWith } from './slack-examples.ts';

const scopes =
  'app_mentions:read,channels:history,channels:read,chat:write,files:read,files:write,im:history,im:write,reactions:read,users:read';
const identity =
  (scope = scopes, team_id = 'T061EG9R6') =>
  () =>
    json(
      {
        ok: true,
        url: 'https://shop.slack.com/',
        team: 'Shop',
        user: 'shophelp',
        team_id,
        user_id: 'U0BOT0APP',
        bot_id: 'B0BOT',
      },
      200,
      {
        'x-oauth-scopes': scope,
      },
    );
const channel = (is_member: boolean) => () => json({ ok: true, channel: { id: 'C024BE91L', name: 'help', is_member } });
const refused = (error: string) => () => json({ ok: false, error });

const check = async (answers: Parameters<typeof needsWith>[0]) =>
  (await createSlackManager(needsWith(answers).needs).check(connection)).map(
    ({ name, ok, detail }) => `${name} ${ok}: ${detail}`,
  );

describe('checking an app', () => {
  it('tells that all is well', async () => {
    expect(await check({ '/auth.test': identity(), '/conversations.info': channel(true) })).toEqual([
      'App true: The token works for @shophelp in Shop.',
      'Scopes true: The app may do all it needs.',
      'Channel C024BE91L true: The app is in the channel.',
    ]);
  });

  it.each([
    [
      'a wrong token',
      { '/auth.test': refused('invalid_auth') },
      /App false: Slack does not accept the bot token \(invalid_auth\)/,
    ],
    [
      'another workspace',
      { '/auth.test': identity(scopes, 'T0OTHER') },
      /App false: The token is of workspace T0OTHER/,
    ],
    [
      'missing scopes',
      { '/auth.test': identity('chat:write,im:history') },
      /Scopes false: The app lacks im:write, files:read/,
    ],
    [
      'a channel that it is not in',
      { '/auth.test': identity(), '/conversations.info': channel(false) },
      /Channel C024BE91L false: .*\/invite/,
    ],
    ['nobody there', {}, /App false: Slack could not be reached/],
  ])('tells of %s', async (_, answers, sentence) => {
    expect((await check(answers)).join('\n')).toMatch(sentence);
  });

  it('leaves the webhook to the manifest', () => {
    expect(createSlackManager(needsWith().needs).register).toBeUndefined();
  });
});
