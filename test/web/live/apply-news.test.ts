import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import type { ConversationRow } from '#functions/agent-api/contract.ts';
import { aConversation } from '#test/support/builders.ts';
import { keys } from '../../../web/console/api/keys.ts';
import { applyNews } from '../../../web/console/live/apply-news.ts';

const row = (version: number): ConversationRow => ({ ...aConversation(), version });
const page = (version: number) => ({ pages: [{ items: [row(version)] }], pageParams: [''] });

/** A list that is being read, and whose answers are given by hand. */
function aList() {
  const client = new QueryClient();
  const answers: ((version: number) => void)[] = [];
  const queryKey = keys.list({ view: 'open', queueId: undefined });
  const queryFn = () => new Promise((resolve) => answers.push((version) => resolve(page(version))));
  const stop = new QueryObserver(client, { queryKey, queryFn }).subscribe(() => undefined);
  const shown = () => client.getQueryData<ReturnType<typeof page>>(queryKey)?.pages[0]?.items[0]?.version;
  return { client, answers, shown, stop };
}
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('news that come while a list is being read', () => {
  it('are not undone by the answer, which is older', async () => {
    const { client, answers, shown, stop } = aList();
    applyNews(client, { conversation: row(2), events: [] });
    answers[0]?.(1);
    await turn();
    expect(answers).toHaveLength(2);
    answers[1]?.(2);
    await turn();
    expect(shown()).toBe(2);
    stop();
  });

  it('do not keep it from ever being read, however many come', async () => {
    const { client, answers, shown, stop } = aList();
    for (const version of [2, 3, 4]) applyNews(client, { conversation: row(version), events: [] });
    answers[0]?.(1);
    await turn();
    expect(shown()).toBe(1);
    expect(answers).toHaveLength(2);
    answers[1]?.(4);
    await turn();
    expect(shown()).toBe(4);
    expect(answers).toHaveLength(2);
    stop();
  });
});
