import type { ReplyOption } from '../api/types.ts';
import { moment } from './time.ts';
import { capitalised } from './words.ts';

type WindowFacts = Pick<ReplyOption, 'may' | 'until' | 'closedAt' | 'reason'>;

/** What may be written now, and until when; nothing where the channel knows no window. */
export const windowWords = ({ may, until, closedAt, reason }: WindowFacts, nowMs: number): string | undefined => {
  const closed = closedAt ? `Window closed since ${moment(closedAt, nowMs)}` : undefined;
  switch (may) {
    case 'anything':
      return until ? `Anything until ${moment(until, nowMs)}` : undefined;
    case 'people':
      return until ? `Only people may answer until ${moment(until, nowMs)}` : 'Only people may answer';
    case 'template':
      return `${closed ?? 'The customer has not written here yet'}: choose a template`;
    case 'nothing':
      return [closed, capitalised(reason ?? 'nothing can be written here now')].filter(Boolean).join('. ');
  }
};
