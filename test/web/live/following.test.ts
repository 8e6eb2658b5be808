import { describe, expect, it } from 'vitest';
import type { Topic } from '#functions/realtime/contract.ts';
import { createFollowing } from '../../../web/console/live/following.ts';

const soon = () => Promise.resolve();

function following() {
  const asked: (readonly Topic[])[] = [];
  return { asked, ...createFollowing((topics) => asked.push(topics)) };
}

describe('what a console asks the server to tell', () => {
  it('waits for a socket, then is asked for whole', async () => {
    const { asked, want, restart } = following();
    want(['inbox:maya']);
    want(['unassigned:billing', 'conversation:c1']);
    await soon();
    expect(asked).toEqual([]);
    restart();
    expect(asked).toEqual([['conversation:c1', 'inbox:maya', 'unassigned:billing']]);
  });

  it('is one question for what changes at the same moment', async () => {
    const { asked, want, restart, confirm } = following();
    const release = want(['conversation:c1']);
    restart();
    confirm();
    release();
    want(['conversation:c2']);
    await soon();
    expect(asked.slice(1)).toEqual([['conversation:c2']]);
  });

  it('is asked one at a time: what is wanted meanwhile is asked after the answer', async () => {
    const { asked, want, restart, confirm } = following();
    restart();
    want(['conversation:c1']);
    await soon();
    expect(asked).toEqual([[]]);
    confirm();
    await soon();
    expect(asked).toEqual([[], ['conversation:c1']]);
  });

  it('is not asked again where nothing changed', async () => {
    const { asked, want, restart, confirm } = following();
    want(['conversation:c1']);
    restart();
    confirm();
    want(['conversation:c1'])();
    await soon();
    expect(asked).toHaveLength(1);
  });

  it('tells what is new with each answer, and that all is new on a new socket', async () => {
    const { want, restart, confirm } = following();
    const release = want(['queue:billing']);
    restart();
    expect(confirm()).toEqual({ isFirst: true, added: ['queue:billing'], removed: [] });
    release();
    want(['account']);
    await soon();
    expect(confirm()).toEqual({ isFirst: false, added: ['account'], removed: ['queue:billing'] });
    restart();
    expect(confirm()).toEqual({ isFirst: true, added: ['account'], removed: [] });
  });

  it('is asked again when the answer is lost', () => {
    const { asked, restart, confirm, remind } = following();
    restart();
    remind();
    expect(asked).toHaveLength(2);
    confirm();
    remind();
    expect(asked).toHaveLength(2);
  });
});
