import type { Provider } from '#domain/channels/channel.ts';
import type { SendMessage } from '#domain/channels/delivery.ts';

import type { SenderNeeds } from './sender-needs.ts';

type Load = (needs: SenderNeeds) => Promise<SendMessage>;

/** Composing MIME takes the largest of our packages. */
const mailSender: Load = async (needs) => (await import('./mail-sender.ts')).createMailSender(needs);

/** Somebody who has left a chat is answered by mail. */
const chatNeeds = async (needs: SenderNeeds) => {
  const { chatDeliveryOn } = await import('#adapters/channels/web-chat/chat-delivery.ts');
  return { ...needs, chat: chatDeliveryOn(needs.chat), email: () => mailSender(needs) };
};

// biome-ignore format: a table
/** Who sends through a provider; each is loaded by its first message. A provider that is not here cannot be answered in writing. */
const loaders: Partial<Record<Provider, Load>> = {
  'twilio-voice': async (needs) => (await import('#adapters/channels/twilio-voice/send-twilio-voice.ts')).createTwilioVoiceSender(needs),
  'twilio-sms': async (needs) => (await import('#adapters/channels/twilio-sms/send-twilio-sms.ts')).createTwilioSender(needs),
  'twilio-whatsapp': async (needs) => (await import('#adapters/channels/twilio-whatsapp/send-twilio-whatsapp.ts')).createTwilioWhatsAppSender(needs),
  'aws-sms': async (needs) => (await import('#adapters/channels/aws-sms/send-aws-sms.ts')).createAwsSmsSender(needs),
  slack: async (needs) => (await import('#adapters/channels/slack/send-slack.ts')).createSlackSender(needs),
  telegram: async (needs) => (await import('#adapters/channels/telegram/send-telegram.ts')).createTelegramSender(needs),
  messenger: async (needs) => (await import('#adapters/channels/messenger/send-messenger.ts')).createMessengerSender(needs),
  instagram: async (needs) => (await import('#adapters/channels/instagram/send-instagram.ts')).createInstagramSender(needs),
  'meta-whatsapp': async (needs) => (await import('#adapters/channels/meta-whatsapp/send-meta-whatsapp.ts')).createMetaWhatsAppSender(needs),
  'aws-whatsapp': async (needs) => (await import('#adapters/channels/aws-whatsapp/send-aws-whatsapp.ts')).createAwsWhatsAppSender(needs),
  'ses-email': mailSender,
  'web-chat': async (needs) => (await import('#adapters/channels/web-chat/send-web-chat.ts')).createWebChatSender(await chatNeeds(needs)),
  'in-app': async (needs) => (await import('#adapters/channels/in-app/send-in-app.ts')).createInAppSender(await chatNeeds(needs)),
  line: async (needs) => (await import('#adapters/channels/line/send-line.ts')).createLineSender(needs),
  viber: async (needs) => (await import('#adapters/channels/viber/send-viber.ts')).createViberSender(needs),
  x: async (needs) => (await import('#adapters/channels/x/send-x.ts')).createXSender(needs),
  'google-play': async (needs) => (await import('#adapters/channels/google-play/send-google-play.ts')).createGooglePlaySender(needs),
  'app-store': async (needs) => (await import('#adapters/channels/app-store/send-app-store.ts')).createAppStoreSender(needs),
  mastodon: async (needs) => (await import('#adapters/channels/mastodon/send-mastodon.ts')).createMastodonSender(needs),
  'generic-webhook': async (needs) => (await import('#adapters/channels/generic-webhook/send-generic-webhook.ts')).createGenericWebhookSender(needs),
  'web-form': async (needs) => (await import('#adapters/channels/web-form/send-web-form.ts')).createWebFormSender(needs, (connections) => mailSender({ ...needs, connections: { ...needs.connections, ...connections } })),
};

/** The sender of a provider, made once. */
export function sendersWith(needs: SenderNeeds): (provider: Provider) => Promise<SendMessage> | undefined {
  const made = new Map<Provider, Promise<SendMessage>>();
  return (provider) => {
    const sender = made.get(provider) ?? loaders[provider]?.(needs);
    if (sender) made.set(provider, sender);
    return sender;
  };
}
