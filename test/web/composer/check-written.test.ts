import { describe, expect, it } from 'vitest';
import { checkWritten, copiesOf, type Written } from '../../../web/console/composer/check-written.ts';
import { isCurrentWay } from '../../../web/console/composer/use-reply-ways.ts';
import { everything } from '../support/channel-samples.ts';
import { replyOptionsFor } from '../support/reply-options.ts';

const sample = everything();
const [whatsApp, sms, mail] = replyOptionsFor(sample);
const written: Written = { mode: 'reply', text: 'Hello', cc: [], files: [], way: whatsApp };
const file = { id: 'f', conversationId: 'c', fileName: 'a.pdf', contentType: 'application/pdf', bytes: 10 };
const ready = { ...file, state: { status: 'ready' as const, uploadId: 'u' } };
const template = { id: 'key-ready', variables: { name: 'Noor' } };

describe('what was written', () => {
  it('can be sent when it has words or files', () => {
    expect(checkWritten(written).isReady).toBe(true);
    expect(checkWritten({ ...written, text: ' ', files: [ready] }).isReady).toBe(true);
    expect(checkWritten({ ...written, text: ' ' })).toEqual({ isReady: false });
  });

  it('waits for the files that go along', () => {
    const uploading = { ...file, state: { status: 'uploading' as const, share: 0.4 } };
    expect(checkWritten({ ...written, files: [uploading] }).why).toBe('Files are still being uploaded.');
    const refused = { ...file, state: { status: 'refused' as const, why: 'no' } };
    expect(checkWritten({ ...written, files: [refused] }).why).toBe('Remove the file that cannot be sent.');
  });

  it('is checked again when another channel is chosen', () => {
    expect(checkWritten({ ...written, files: [ready], way: mail }).isReady).toBe(true);
    expect(checkWritten({ ...written, files: [ready], way: sms }).why).toContain('cannot be sent by text message');
  });

  it('needs a whole template where the channel takes nothing else', () => {
    const way = whatsApp && { ...whatsApp, may: 'template' as const };
    expect(checkWritten({ ...written, way }).isReady).toBe(false);
    expect(checkWritten({ ...written, way, template }).isReady).toBe(false);
    const filled = { ...template, variables: { name: 'Noor', '2': '14' } };
    expect(checkWritten({ ...written, way, template: filled }).isReady).toBe(true);
  });

  it('is not sent where nothing may be written, but kept as a note', () => {
    const way = whatsApp && { ...whatsApp, may: 'nothing' as const };
    expect(checkWritten({ ...written, way }).isReady).toBe(false);
    expect(checkWritten({ ...written, mode: 'note', way }).isReady).toBe(true);
  });
});

describe('the way an answer goes', () => {
  it('need not be named when it is the one the customer wrote by', () => {
    expect(whatsApp && isCurrentWay(whatsApp, sample.conversation)).toBe(true);
    expect(sms && isCurrentWay(sms, sample.conversation)).toBe(false);
  });

  it('takes copies by mail only', () => {
    const cc = ['boss@example.org'];
    expect(copiesOf({ cc, way: mail }, sample.conversation)).toEqual(cc);
    expect(copiesOf({ cc, way: sms }, { channel: 'email' })).toEqual([]);
    expect(copiesOf({ cc }, { channel: 'email' })).toEqual(cc);
  });
});
