import { describe, expect, it } from 'vitest';
import { createDraftStore } from '../../../web/console/stores/drafts.ts';
import type { Storage } from '../../../web/console/stores/safe-storage.ts';

const memory = (entries: Record<string, string> = {}): Storage & { readonly kept: Map<string, string> } => {
  const kept = new Map(Object.entries(entries));
  return {
    kept,
    read: (key) => kept.get(key),
    write: (key, value) => void (value === undefined ? kept.delete(key) : kept.set(key, value)),
    keys: () => [...kept.keys()],
  };
};

describe('keeping drafts', () => {
  it('keeps reply and note of each conversation apart', () => {
    const drafts = createDraftStore(memory());
    drafts.write('c-1', 'reply', 'Hello');
    drafts.write('c-1', 'note', 'Ask Rita');
    drafts.write('c-2', 'reply', 'Hi');
    expect([
      drafts.read('c-1', 'reply'),
      drafts.read('c-1', 'note'),
      drafts.read('c-2', 'reply'),
      drafts.read('c-2', 'note'),
    ]).toEqual(['Hello', 'Ask Rita', 'Hi', '']);
  });

  it('has them back after a reload', () => {
    const storage = memory();
    const drafts = createDraftStore(storage);
    drafts.write('c-1', 'reply', 'Hello');
    drafts.flush();
    expect(createDraftStore(storage).read('c-1', 'reply')).toBe('Hello');
  });

  it('forgets one that was emptied', () => {
    const storage = memory();
    const drafts = createDraftStore(storage);
    drafts.write('c-1', 'reply', 'Hello');
    drafts.flush();
    drafts.write('c-1', 'reply', '  ');
    drafts.flush();
    expect(storage.kept.size).toBe(0);
  });

  it('leaves nothing behind at sign-out, and nothing of others is touched', () => {
    const storage = memory({ 'parley.preferences': '{}' });
    const drafts = createDraftStore(storage);
    drafts.write('c-1', 'reply', 'Hello');
    drafts.flush();
    drafts.write('c-1', 'note', 'not saved yet');
    drafts.clear();
    drafts.flush();
    expect([...storage.kept.keys()]).toEqual(['parley.preferences']);
    expect(drafts.read('c-1', 'reply')).toBe('');
  });
});
