import type { Provider } from '#domain/channels/channel.ts';
import type { ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { ReaderNeeds } from './reader-needs.ts';

type Load = (needs: ReaderNeeds) => Promise<ReadEnvelope>;

// biome-ignore format: a table
/** Who reads a provider's bodies. Each is loaded by its first message: a function that sees no mail starts without MIME. */
const loaders: Partial<Record<Provider, Load>> = {
  'twilio-sms': async (needs) => (await import('#adapters/channels/twilio-sms/read-twilio-sms.ts')).createTwilioReader(needs),
  'twilio-whatsapp': async (needs) => (await import('#adapters/channels/twilio-whatsapp/read-twilio-whatsapp.ts')).createTwilioWhatsAppReader(needs),
  'twilio-voice': async (needs) => (await import('#adapters/channels/twilio-voice/read-twilio-voice.ts')).createTwilioVoiceReader(needs),
  'amazon-connect': async (needs) => (await import('#adapters/channels/amazon-connect/read-amazon-connect.ts')).createAmazonConnectReader(needs),
  'aws-sms': async (needs) => (await import('#adapters/channels/aws-sms/read-aws-sms.ts')).createAwsSmsReader(needs),
  slack: async (needs) => (await import('#adapters/channels/slack/read-slack.ts')).createSlackReader(needs),
  telegram: async (needs) => (await import('#adapters/channels/telegram/read-telegram.ts')).createTelegramReader(needs),
  messenger: async (needs) => (await import('#adapters/channels/messenger/read-messenger.ts')).createMessengerReader(needs),
  instagram: async (needs) => (await import('#adapters/channels/instagram/read-instagram.ts')).createInstagramReader(needs),
  'meta-whatsapp': async (needs) => (await import('#adapters/channels/meta-whatsapp/read-meta-whatsapp.ts')).createMetaWhatsAppReader(needs),
  'aws-whatsapp': async (needs) => (await import('#adapters/channels/aws-whatsapp/read-aws-whatsapp.ts')).createAwsWhatsAppReader(needs),
  'ses-email': async (needs) => (await import('./mail-reader.ts')).createMailReader(needs),
  'web-chat': async (needs) => (await import('#adapters/channels/web-chat/read-web-chat.ts')).createChatReader(needs, 'web-chat'),
  'in-app': async (needs) => (await import('#adapters/channels/web-chat/read-web-chat.ts')).createChatReader(needs, 'in-app'),
  line: async (needs) => (await import('#adapters/channels/line/read-line.ts')).createLineReader(needs),
  viber: async (needs) => (await import('#adapters/channels/viber/read-viber.ts')).createViberReader(needs),
  x: async (needs) => (await import('#adapters/channels/x/read-x.ts')).createXReader(needs),
  'google-play': async (needs) => (await import('#adapters/channels/google-play/read-google-play.ts')).createGooglePlayReader(needs),
  'app-store': async (needs) => (await import('#adapters/channels/app-store/read-app-store.ts')).createAppStoreReader(needs),
  mastodon: async (needs) => (await import('#adapters/channels/mastodon/read-mastodon.ts')).createMastodonReader(needs),
  'web-form': async (needs) => (await import('#adapters/channels/web-form/read-web-form.ts')).createWebFormReader(needs),
  'generic-webhook': async (needs) => (await import('#adapters/channels/generic-webhook/read-generic-webhook.ts')).createGenericWebhookReader(needs),
};

/** The reader of a provider, made once. */
export function readersWith(needs: ReaderNeeds): (provider: Provider) => Promise<ReadEnvelope> {
  const made = new Map<Provider, Promise<ReadEnvelope>>();
  return (provider) => {
    const reader = made.get(provider) ?? loaders[provider]?.(needs);
    if (!reader) throw new Error(`nobody reads what ${provider} sends`);
    made.set(provider, reader);
    return reader;
  };
}
