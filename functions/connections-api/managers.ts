import type { Manager } from '#adapters/channels/manager.ts';
import type { ManagingNeeds } from '#adapters/channels/needs.ts';
import { type Provider, providers } from '#domain/channels/channel.ts';

type Load = (needs: ManagingNeeds) => Promise<Manager>;

// biome-ignore format: a table
/** What administrators can do with connections, by provider. */
const loaders: Partial<Record<Provider, Load>> = {
  messenger: async (needs) => (await import('#adapters/channels/messenger/manage-messenger.ts')).createMessengerManager(needs),
  instagram: async (needs) => (await import('#adapters/channels/instagram/manage-instagram.ts')).createInstagramManager(needs),
  'twilio-sms': async (needs) => (await import('#adapters/channels/twilio-sms/manage-twilio-sms.ts')).createTwilioSmsManager(needs),
  'twilio-whatsapp': async (needs) => (await import('#adapters/channels/twilio-whatsapp/manage-twilio-whatsapp.ts')).createTwilioWhatsAppManager(needs),
  'twilio-voice': async (needs) => (await import('#adapters/channels/twilio-voice/manage-twilio-voice.ts')).createTwilioVoiceManager(needs),
  'amazon-connect': async () => (await import('#adapters/channels/amazon-connect/manage-amazon-connect.ts')).createAmazonConnectManager(),
  'aws-sms': async (needs) => (await import('#adapters/channels/aws-sms/manage-aws-sms.ts')).createAwsSmsManager(needs),
  slack: async (needs) => (await import('#adapters/channels/slack/manage-slack.ts')).createSlackManager(needs),
  telegram: async (needs) => (await import('#adapters/channels/telegram/manage-telegram.ts')).createTelegramManager(needs),
  line: async (needs) => (await import('#adapters/channels/line/manage-line.ts')).createLineManager(needs),
  viber: async (needs) => (await import('#adapters/channels/viber/manage-viber.ts')).createViberManager(needs),
  x: async (needs) => (await import('#adapters/channels/x/manage-x.ts')).createXManager(needs),
  'web-chat': async (needs) => (await import('#adapters/channels/web-chat/manage-web-chat.ts')).createWebChatManager(needs),
  'in-app': async (needs) => (await import('#adapters/channels/in-app/manage-in-app.ts')).createInAppManager(needs),
  'meta-whatsapp': async (needs) => (await import('#adapters/channels/meta-whatsapp/manage-meta-whatsapp.ts')).createMetaWhatsAppManager(needs),
  'aws-whatsapp': async () => (await import('#adapters/channels/aws-whatsapp/manage-aws-whatsapp.ts')).createAwsWhatsAppManager(),
  'google-play': async (needs) => (await import('#adapters/channels/google-play/manage-google-play.ts')).createGooglePlayManager(needs),
  'app-store': async (needs) => (await import('#adapters/channels/app-store/manage-app-store.ts')).createAppStoreManager(needs),
  mastodon: async (needs) => (await import('#adapters/channels/mastodon/manage-mastodon.ts')).createMastodonManager(needs),
  'web-form': async (needs) => (await import('#adapters/channels/web-form/manage-web-form.ts')).createWebFormManager(needs),
  'generic-webhook': async (needs) => (await import('#adapters/channels/generic-webhook/manage-generic-webhook.ts')).createGenericWebhookManager(needs),
};

/** Providers whose connections have credentials. */
export const managedProviders: readonly Provider[] = providers.filter((provider) => loaders[provider] !== undefined);

/** The manager of a provider. */
export const managersWith =
  (needs: ManagingNeeds) =>
  (provider: Provider): Promise<Manager> | undefined =>
    loaders[provider]?.(needs);
