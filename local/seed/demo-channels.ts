import type { Simulated } from './simulate-channel.ts';

/** Minutes ago that customers write on the other channels. */
export const elsewhereMinutesAgo = 9;

/** One customer on each of some other channels, as the simulator would send them. */
export const elsewhere: readonly Simulated[] = [
  { provider: 'meta-whatsapp', action: 'message', values: {} },
  { provider: 'meta-whatsapp', action: 'picture', values: {} },
  { provider: 'telegram', action: 'message', values: {} },
  { provider: 'telegram', action: 'location', values: {} },
  { provider: 'instagram', action: 'comment', values: {} },
  { provider: 'messenger', action: 'message', values: {} },
  { provider: 'web-chat', action: 'message', values: {} },
  { provider: 'google-play', action: 'message', values: {} },
  { provider: 'twilio-voice', action: 'call', values: { outcome: 'voicemail' } },
];
