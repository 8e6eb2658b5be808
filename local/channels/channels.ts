import { amazonConnectLocal } from './amazon-connect.ts';
import { appStoreLocal } from './app-store.ts';
import { awsSmsLocal } from './aws-sms.ts';
import { awsWhatsAppLocal } from './aws-whatsapp.ts';
import { genericWebhookLocal } from './generic-webhook.ts';
import { googlePlayLocal } from './google-play.ts';
import { inAppLocal } from './in-app.ts';
import { instagramLocal } from './instagram.ts';
import { lineLocal } from './line.ts';
import type { LocalChannel } from './local-channel.ts';
import { mastodonLocal } from './mastodon.ts';
import { messengerLocal } from './messenger.ts';
import { metaWhatsAppLocal } from './meta-whatsapp.ts';
import { slackLocal } from './slack.ts';
import { telegramLocal } from './telegram.ts';
import { twilioVoiceLocal } from './twilio-voice.ts';
import { twilioWhatsAppLocal } from './twilio-whatsapp.ts';
import { viberLocal } from './viber.ts';
import { webChatLocal } from './web-chat.ts';
import { webFormLocal } from './web-form.ts';
import { xLocal } from './x.ts';

/** Every provider that the local system plays, beside mail and Twilio's texts. */
export const localChannels: readonly LocalChannel[] = [
  webChatLocal,
  inAppLocal,
  twilioVoiceLocal,
  twilioWhatsAppLocal,
  metaWhatsAppLocal,
  awsWhatsAppLocal,
  messengerLocal,
  instagramLocal,
  awsSmsLocal,
  amazonConnectLocal,
  lineLocal,
  viberLocal,
  xLocal,
  telegramLocal,
  slackLocal,
  webFormLocal,
  genericWebhookLocal,
  googlePlayLocal,
  appStoreLocal,
  mastodonLocal,
];
