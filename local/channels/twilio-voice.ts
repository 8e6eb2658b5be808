import { twilioAccount } from '../seed/accounts.ts';
import type { LocalChannel } from './local-channel.ts';
import { twilioVoiceApi } from './twilio-voice-api.ts';
import { outcomes, playCall } from './twilio-voice-call.ts';

/** Calls through Twilio: a number with a small menu, and customers who call it. */
export const twilioVoiceLocal: LocalChannel = {
  title: 'Phone (Twilio)',
  connection: {
    id: 'support-twilio-voice',
    provider: 'twilio-voice',
    channel: 'voice',
    name: 'Support hotline',
    address: '+15550003000',
    accountId: twilioAccount.accountSid,
    queueId: 'billing',
    settings: {
      greeting: { en: 'Thank you for calling.' },
      menu: {
        prompt: {
          en: 'For deliveries, press 1. For invoices, press 2. To leave a message, press 3. To be called back, press 4.',
        },
        keys: {
          1: { name: 'Deliveries', words: ['delivery', 'parcel'], queue: 'logistics' },
          2: { name: 'Invoices', words: ['invoice', 'bill'], queue: 'billing' },
          3: { name: 'Leave a message', voicemail: true },
          4: { name: 'Call me back', callBack: true },
        },
      },
      whenUnanswered: 'call-back',
      recording: { calls: true, transcribed: ['calls', 'voicemail'] },
    },
  },
  credentials: { accountSid: twilioAccount.accountSid, authTokens: [twilioAccount.authToken] },
  actions: [
    {
      id: 'call',
      label: 'Call',
      fields: [
        { name: 'from', label: 'From', value: '+15550103000' },
        { name: 'digits', label: 'Keys pressed', value: '2' },
        { name: 'outcome', label: `What happens: ${outcomes.join(', ')}`, value: 'voicemail' },
      ],
      webhooks: () => [],
      play: playCall,
    },
  ],
  hosts: { 'api.twilio.com': twilioVoiceApi },
};
