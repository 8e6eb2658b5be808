import { describe, expect, it } from 'vitest';
import { windowWords } from '../../../web/console/format/window-words.ts';

const at = (hour: number): string => new Date(2026, 10, 20, hour, 5).toISOString();
const now = Date.parse(at(12));

describe('what may be written now', () => {
  it('says nothing where there is no window', () => {
    expect(windowWords({ may: 'anything' }, now)).toBeUndefined();
  });

  it('names the end of an open window', () => {
    expect(windowWords({ may: 'anything', until: at(14) }, now)).toBe('Anything until 14:05');
    expect(windowWords({ may: 'people', until: at(14) }, now)).toBe('Only people may answer until 14:05');
  });

  it('says what remains once it is closed', () => {
    expect(windowWords({ may: 'template', closedAt: at(9) }, now)).toBe('Window closed since 09:05: choose a template');
    expect(windowWords({ may: 'template' }, now)).toBe('The customer has not written here yet: choose a template');
    expect(windowWords({ may: 'nothing', closedAt: at(9), reason: 'the customer has to write first' }, now)).toBe(
      'Window closed since 09:05. The customer has to write first',
    );
  });
});
