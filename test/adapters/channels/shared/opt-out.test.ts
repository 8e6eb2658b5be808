import { describe, expect, it } from 'vitest';
import { isOptOutSentence } from '#adapters/channels/shared/opt-out.ts';

describe('a sentence that asks for an end to texts', () => {
  it.each([
    'please stop texting me',
    'Stop texting me!!',
    'STOP.',
    'stop please',
    'Opt out',
    'opt-out',
    'Quit messaging this number.',
    'Can you stop texting me?',
    'I told you to stop texting me',
    'stop sending me texts',
    'Stop sending these messages to me',
    'stop all messages now',
    'end texts',
    'Don’t text me',
    "don't text me anymore",
    'do not contact me',
    'Never text this number again',
    'No more texts please',
    "I don't want any more texts",
    'I no longer want to receive these messages',
    'unsubscribe me',
    'Please opt me out',
    'Remove me',
    'Take me off your list',
    'please remove my number from your text list, thanks',
    'I want to opt out',
    'I hereby revoke my consent',
  ])('is "%s"', (text) => {
    expect(isOptOutSentence(text)).toBe(true);
  });

  it.each([
    'please stop charging me',
    'Please stop by tomorrow',
    'stop the delivery',
    'stop it',
    'Can you stop?',
    'cancel please',
    'Please cancel my order',
    'please end my contract',
    "Don't stop texting me",
    'why did you stop texting me?',
    "don't text me before 9",
    "Don't text me, call me",
    "please don't contact me by phone, text me",
    'Stop sending me the wrong size',
    'How do I unsubscribe?',
    'I want to unsubscribe from premium',
    'Remove me from the waiting list for the blue lamp',
    'remove the second lamp from my order',
    'No more messages from the driver yet',
    'I don’t want the lamp any more',
    'The texting app does not stop',
    'delete my account',
    'quit',
    '',
    '🛑',
    `${'please '.repeat(20)}stop`,
  ])('is not "%s"', (text) => {
    expect(isOptOutSentence(text)).toBe(false);
  });
});
