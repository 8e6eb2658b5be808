import type { InboundItem } from './inbound-envelope.ts';
import type { InboundMessage } from './inbound-message.ts';

/**
 * Text without what tears a log, a terminal or a cut: half surrogates become U+FFFD, line ends LF, and of the control
 * characters only tab and line feed stay.
 */
export const soundText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\t\n]/gu, '');

function soundMessage(message: InboundMessage): InboundMessage {
  const { text, fullText, subject, sender } = message;
  return {
    ...message,
    text: soundText(text),
    ...(fullText === undefined ? {} : { fullText: soundText(fullText) }),
    ...(subject === undefined ? {} : { subject: soundText(subject) }),
    sender: sender.name === undefined ? sender : { ...sender, name: soundText(sender.name) },
  };
}

/** What somebody wrote, whichever provider passed it on: few of them look at it. */
export function soundItem(item: InboundItem): InboundItem {
  switch (item.kind) {
    case 'message':
      return { ...item, message: soundMessage(item.message) };
    case 'update': {
      const { update } = item;
      const { change } = update;
      return change.what === 'edited'
        ? { ...item, update: { ...update, change: { ...change, text: soundText(change.text) } } }
        : item;
    }
    default:
      return item;
  }
}
