import { describe, expect, it } from 'vitest';
import { limitsOf } from '#domain/channels/limits.ts';
import { windowNow } from '#domain/channels/window.ts';

const heard = '2026-11-19T12:00:00.000Z';
const whatsApp = limitsOf('meta-whatsapp', 'whatsapp');
const messenger = limitsOf('messenger', 'messenger');

describe('the window after the last message of a customer', () => {
  it('is open for 24 hours on WhatsApp, to the second, and then wants a template', () => {
    const closedAt = '2026-11-20T12:00:00.000Z';
    expect(windowNow(whatsApp, heard, '2026-11-20T11:59:59.999Z')).toStrictEqual({ may: 'anything', until: closedAt });
    expect(windowNow(whatsApp, heard, closedAt)).toStrictEqual({ may: 'template', closedAt });
  });

  it('lets people answer for seven days on Messenger, and then nobody', () => {
    expect(windowNow(messenger, heard, '2026-11-20T12:00:00.000Z')).toMatchObject({ may: 'people' });
    expect(windowNow(messenger, heard, '2026-11-26T11:59:59.999Z')).toMatchObject({ may: 'people' });
    expect(windowNow(messenger, heard, '2026-11-26T12:00:00.000Z')).toMatchObject({ may: 'nothing' });
  });

  it('was never opened by somebody who did not write', () => {
    expect(windowNow(whatsApp, undefined, heard)).toStrictEqual({ may: 'template' });
    expect(windowNow(messenger, undefined, heard)).toStrictEqual({ may: 'nothing' });
  });

  it('is no matter where there is none, except that a bot waits to be spoken to', () => {
    expect(windowNow(limitsOf('ses-email', 'email'), undefined, heard)).toStrictEqual({ may: 'anything' });
    expect(windowNow(limitsOf('telegram', 'telegram'), undefined, heard)).toStrictEqual({ may: 'nothing' });
    expect(windowNow(limitsOf('telegram', 'telegram'), '2020-01-01T00:00:00.000Z', heard)).toStrictEqual({
      may: 'anything',
    });
  });
});
