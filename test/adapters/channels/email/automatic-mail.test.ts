import { describe, expect, it } from 'vitest';
import { automaticReason, type MailSigns } from '#adapters/channels/email/automatic-mail.ts';

const signs = (overrides: Partial<MailSigns> = {}): MailSigns => ({
  headers: [],
  envelopeSender: 'ada@customer.example',
  from: 'ada@customer.example',
  ownAddresses: ['support@shop.example'],
  ...overrides,
});
const withHeader = (name: string, value: string): MailSigns => signs({ headers: [{ key: name.toLowerCase(), value }] });

describe('telling automatic mail', () => {
  it.each([
    ['Auto-Submitted', 'auto-replied', 'auto-submitted'],
    ['Auto-Submitted', 'auto-generated; type=x', 'auto-submitted'],
    ['Auto-Submitted', 'Auto-Notified', 'auto-submitted'],
    ['X-Auto-Response-Suppress', 'All', 'auto-response-suppress'],
    ['X-Auto-Response-Suppress', 'DR, RN, NRN, OOF, AutoReply', 'auto-response-suppress'],
    ['Precedence', 'bulk', 'precedence'],
    ['Precedence', 'list', 'precedence'],
    ['Precedence', 'junk', 'precedence'],
    ['Precedence', 'auto_reply', 'precedence'],
    ['List-Id', '<engine.lists.example>', 'list-mail'],
    ['List-Unsubscribe', '<https://lists.example/u>', 'list-mail'],
    ['Feedback-ID', 'campaign:customer:mail:Sender', 'feedback-id'],
    ['X-Loop', 'ada@customer.example', 'loop-header'],
    ['X-Autoreply', 'yes', 'autoreply-header'],
    ['X-Autorespond', 'x', 'autoreply-header'],
    ['X-Auto-Reply-From', 'ada@customer.example', 'autoreply-header'],
    ['X-FC-MachineGenerated', 'true', 'machine-generated'],
    ['X-MS-Exchange-Generated-Message-Source', 'Mailbox Rules Agent', 'machine-generated'],
    ['Content-Type', 'multipart/report; report-type=delivery-status; boundary=b', 'report'],
    ['Content-Type', 'Multipart/Report; report-type=feedback-report', 'report'],
    ['Return-Path', '<>', 'empty-return-path'],
    ['X-Parley-Loop', 'Support@shop.example', 'own-loop-marker'],
  ])('by %s: %s', (name, value, reason) => {
    expect(automaticReason(withHeader(name, value))).toBe(reason);
  });

  it.each([
    ['Auto-Submitted', 'no'],
    ['Auto-Submitted', 'NO ; x'],
    ['Auto-Submitted', 'no (written by hand)'],
    ['X-Auto-Response-Suppress', 'DR, RN'],
    ['Precedence', 'normal'],
    ['X-Autoreply', 'no'],
    ['Feedback-ID', '1.eu-west-1.abc=:AmazonSES'],
    ['Content-Type', 'multipart/mixed; boundary=report'],
    ['Return-Path', '<ada@customer.example>'],
    ['X-Parley-Loop', 'help@other-company.example'],
  ])('but not by %s: %s', (name, value) => {
    expect(automaticReason(withHeader(name, value))).toBeUndefined();
  });

  it.each([
    ['', 'empty-envelope-sender'],
    ['<>', 'empty-envelope-sender'],
    ['MAILER-DAEMON@mx.example', 'daemon-sender'],
    ['postmaster@mx.example', 'daemon-sender'],
    ['no-reply@bank.example', 'daemon-sender'],
    ['noreply@bank.example', 'daemon-sender'],
    ['do-not-reply@bank.example', 'daemon-sender'],
    ['bounces+123-abc@em.example', 'daemon-sender'],
    ['bounce@em.example', 'daemon-sender'],
    ['owner-engine@lists.example', 'list-sender'],
    ['engine-request@lists.example', 'list-sender'],
  ])('by the envelope sender %j', (envelopeSender, reason) => {
    expect(automaticReason(signs({ envelopeSender }))).toBe(reason);
  });

  it('by a From header that answers nobody', () => {
    expect(automaticReason(signs({ from: 'noreply@bank.example' }))).toBe('daemon-sender');
  });

  it.each(['support@shop.example', 'SUPPORT+c1@Shop.example'])('by our own address %s as From', (from) => {
    expect(automaticReason(signs({ from }))).toBe('own-address');
  });

  it('and leaves mail alone that a person wrote', () => {
    expect(
      automaticReason(signs({ from: 'noreen@customer.example', envelopeSender: 'bouncer@club.example' })),
    ).toBeUndefined();
  });
});
