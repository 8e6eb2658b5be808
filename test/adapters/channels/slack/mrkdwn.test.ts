import { describe, expect, it } from 'vitest';
import { escaped, plainText } from '#adapters/channels/slack/mrkdwn.ts';

describe('Slack’s markup', () => {
  it.each([
    ['a &lt;b&gt; &amp; c', 'a <b> & c'],
    ['&amp;lt;', '&lt;'],
    ['<https://x.example/a?b=1&amp;c=2>', 'https://x.example/a?b=1&c=2'],
    ['<http://x.example|x.example>', 'http://x.example'],
    ['<https://x.example|here>', 'here (https://x.example)'],
    ['<mailto:jo@x.example|jo@x.example>', 'jo@x.example'],
    ['<tel:+4915112345678|call me>', 'call me (+4915112345678)'],
    ['<@U1>, <@U2> and <@U3|lee>', '@Nora, @U2 and @lee'],
    ['<#C1|general> <#C2>', '#general #C2'],
    ['<!here> <!subteam^S1|@team> <!subteam^S2>', '@here @team @subteam'],
    ['<!date^1392734382^{date}|18 Feb 2014>', '18 Feb 2014'],
    ['1 < 2 and < not closed', '1 < 2 and < not closed'],
  ])('%s reads %s', (marked, plain) => {
    expect(plainText(marked, new Map([['U1', 'Nora']]))).toBe(plain);
  });

  it('comes back as it was written', () => {
    const text = 'Tom & <@U1> <https://evil.example|bank> &lt;';
    expect(escaped(text)).not.toMatch(/[<>]/);
    expect(plainText(escaped(text))).toBe(text);
  });
});
