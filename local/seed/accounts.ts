import type { Person } from '../emulators/sign-in/person.ts';

/** Who can sign in to the local system. */
export const people: readonly Person[] = [
  { id: 'maya', name: 'Maya Lindt', email: 'maya@parley.example', groups: ['agent'], title: 'Billing' },
  { id: 'sam', name: 'Sam Ortiz', email: 'sam@parley.example', groups: ['agent'], title: 'Logistics and Billing' },
  { id: 'ken', name: 'Ken Abe', email: 'ken@parley.example', groups: ['agent'], title: 'Technical support' },
  { id: 'noor', name: 'Noor Haddad', email: 'noor@parley.example', groups: ['agent'], title: 'Logistics' },
  { id: 'rita', name: 'Rita Cole', email: 'rita@parley.example', groups: ['supervisor'], title: 'Leads the teams' },
  { id: 'ada', name: 'Ada Brandt', email: 'ada@parley.example', groups: ['admin'], title: 'Sets Parley up' },
];

/** The account at the stand-in for Twilio; put together so that nobody's scanner takes it for a real one. */
export const twilioAccount = {
  accountSid: `AC${'0123456789abcdef'.repeat(2)}`,
  authToken: `local-${'token'.repeat(3)}`,
} as const;

export const smsConnection = { id: 'support-sms', address: '+15550001000' } as const;
export const mailConnection = { id: 'support-mail', address: 'support@parley.example' } as const;

/** Texts to this number come back undelivered. */
export const unreachableNumber = '+15550109999';

/** Keys of the signed addresses that answers to mail go to. */
export const replyTokenKeys = ['local-reply-token-key'] as const;
