import { describe, expect, it } from 'vitest';
import { $SlackCredentials } from '#adapters/channels/slack/credentials.ts';
import { createSlackManager } from '#adapters/channels/slack/manage-slack.ts';
import { createSlackReader } from '#adapters/channels/slack/read-slack.ts';
import { createSlackSender } from '#adapters/channels/slack/send-slack.ts';
import { isSignedBySlack } from '#adapters/channels/slack/signature.ts';
import { slackLocal } from '#local/channels/slack.ts';
import { anOutbound } from '#test/adapters/channels/slack/slack-examples.ts';
import { envelopeOf, now, playing, webhookOf } from './play.ts';

const { connection } = slackLocal;
const outbound = (overrides = {}) => anOutbound({ connectionId: connection.id, ...overrides });

describe('the local Slack', () => {
  it.each([
    ['message', 'message'],
    ['mention', 'message'],
    ['picture', 'message'],
    ['button', 'message'],
    ['command', 'message'],
    ['edit', 'update'],
    ['delete', 'update'],
    ['reaction', 'update'],
    ['uninstall', 'notice'],
  ])('sends a signed request for %s, which is read as a %s', async (id, kind) => {
    const request = await webhookOf(slackLocal, id, { ts: '1763640000.009600' });
    const { signingSecrets } = $SlackCredentials.parse(slackLocal.credentials);
    const { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature } = request.headers;
    const signed = { body: Buffer.from(request.body), timestamp, signature };
    expect(isSignedBySlack(signed, { signingSecrets, now })).toBe(true);
    const items = await createSlackReader(playing(slackLocal).needs)(envelopeOf(slackLocal, request));
    expect(items.map((item) => item.kind)).toEqual([kind]);
  });

  it('hands out a picture', async () => {
    const request = await webhookOf(slackLocal, 'picture', { channel: 'C0HELP0001' });
    const [item] = await createSlackReader(playing(slackLocal).needs)(envelopeOf(slackLocal, request));
    expect(item).toMatchObject({ message: { isPublic: true, attachments: [{ contentType: 'image/png' }] } });
  });

  it('takes texts and files, and refuses as Slack does', async () => {
    const { needs, sent } = playing(slackLocal);
    const send = createSlackSender(needs);
    await needs.files.put({ key: 'k', contentType: 'application/pdf', body: Buffer.from('%PDF-1.7') });
    const attachments = [{ id: 'a', fileName: 'bill.pdf', contentType: 'application/pdf', bytes: 8, key: 'k' }];
    expect(await send(outbound())).toMatchObject({ status: 'sent' });
    expect(await send(outbound({ attachments }))).toMatchObject({ status: 'sent' });
    expect(sent).toMatchObject([{ text: 'Tom & <Jerry> are *on* it' }, { to: 'D0123ABCDEF', files: ['bill.pdf'] }]);
    expect(await send(outbound({ to: 'U0NOBODY01' }))).toMatchObject({ failure: { class: 'INVALID_RECIPIENT' } });
    expect(await send(outbound({ to: 'U0NOBODY01', attachments }))).toMatchObject({
      failure: { class: 'INVALID_RECIPIENT' },
    });
    expect(sent).toHaveLength(2);
  });

  it('finds nothing wrong with its app', async () => {
    const checks = await createSlackManager(playing(slackLocal).needs).check(connection);
    expect(checks.map(({ ok }) => ok)).toEqual([true, true, true]);
  });
});
