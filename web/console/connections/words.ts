import type { Health, ProviderInfo } from '#functions/connections-api/contract.ts';
import type { Channel } from '../api/types.ts';

export type Provider = ProviderInfo['provider'];
export type State = Health['state'];

/** As the API gives it. */
export type Connection = {
  readonly id: string;
  readonly provider: Provider;
  readonly channel: Channel;
  readonly name: string;
  readonly address: string;
  readonly accountId?: string;
  readonly queueId: string;
  readonly disabled?: true;
  readonly settings?: Readonly<Record<string, unknown>>;
};

type ProviderWords = {
  readonly name: string;
  /** What most of its messages come by. */
  readonly channel: Channel;
  /** What the business's own address is there. */
  readonly address: string;
  /** Whose account a payload names, where it does. */
  readonly account?: string;
  /** How what customers write gets here, where no webhook URL is entered at the provider. */
  readonly comesBy?: string;
};

const phone = 'Phone number, as +41446681800';
const twilio = { address: phone, account: 'AccountSid' };
const phoneNumberId = 'Phone number id';

// biome-ignore format: a table
export const providerWords: Readonly<Record<Provider, ProviderWords>> = {
  'ses-email':       { name: 'Amazon SES', channel: 'email', address: 'Mail address', comesBy: 'its SNS topic' },
  'twilio-sms':      { name: 'Twilio texts', channel: 'sms', ...twilio },
  'aws-sms':         { name: 'AWS texts', channel: 'sms', address: phone, comesBy: 'its SNS topic' },
  'meta-whatsapp':   { name: 'WhatsApp', channel: 'whatsapp', address: phone, account: phoneNumberId },
  'twilio-whatsapp': { name: 'WhatsApp by Twilio', channel: 'whatsapp', ...twilio },
  'aws-whatsapp':    { name: 'WhatsApp by AWS', channel: 'whatsapp', address: phone, account: phoneNumberId, comesBy: 'its SNS topic' },
  messenger:         { name: 'Messenger', channel: 'messenger', address: 'Id of the page', account: 'Id of the page' },
  instagram:         { name: 'Instagram', channel: 'instagram', address: 'Id of the account', account: 'Id of the account' },
  telegram:          { name: 'Telegram', channel: 'telegram', address: 'Name of the bot, as @shop_bot', account: 'Id of the bot' },
  slack:             { name: 'Slack', channel: 'slack', address: 'Name of the app', account: 'Id of the workspace' },
  line:              { name: 'LINE', channel: 'line', address: 'Basic id, as @shop', account: 'User id of the bot' },
  viber:             { name: 'Viber', channel: 'viber', address: 'Name of the bot' },
  x:                 { name: 'X', channel: 'x', address: 'Handle, as @shop', account: 'User id of the account' },
  mastodon:          { name: 'Mastodon', channel: 'mastodon', address: 'Handle, as @shop@mastodon.example', account: 'Id of the account', comesBy: 'asking the server each minute' },
  'twilio-voice':    { name: 'Twilio Voice', channel: 'voice', ...twilio },
  'amazon-connect':  { name: 'Amazon Connect', channel: 'voice', address: phone, account: 'ARN of the instance', comesBy: 'events and the contact flow' },
  'web-chat':        { name: 'Live chat', channel: 'chat', address: 'Name of the website', comesBy: 'its own socket and API' },
  'in-app':          { name: 'App', channel: 'app', address: 'Id of the app', comesBy: 'its own API' },
  'web-form':        { name: 'Contact form', channel: 'form', address: 'Name of the form' },
  'generic-webhook': { name: 'Generic webhook', channel: 'webhook', address: 'Name of the system' },
  'google-play':     { name: 'Google Play', channel: 'review', address: 'Package name, as com.example.shop', account: 'Package name', comesBy: 'asking the store' },
  'app-store':       { name: 'App Store', channel: 'review', address: 'Bundle id', account: 'Id of the app', comesBy: 'asking the store' },
};

const isProvider = (text: string): text is Provider => Object.hasOwn(providerWords, text);
export const providerName = (provider: string): string =>
  isProvider(provider) ? providerWords[provider].name : provider;

export const stateNames: Readonly<Record<State, string>> = {
  working: 'Working',
  failing: 'Failing',
  silent: 'Silent',
  disabled: 'Switched off',
  unused: 'Not used',
};

/** The API's reasons begin as the middle of a sentence. */
export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** Somebody should look at these. */
export const needsAttention = (state: State | undefined): boolean => state === 'failing' || state === 'silent';

/** Quarantined of what came in today. */
export const errorsToday = ({ errorRateToday, receivedToday }: Health): number =>
  Math.round(errorRateToday * receivedToday);
