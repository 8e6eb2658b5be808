import type { Connection } from '#domain/channels/channel.ts';
import { $VoiceSettings, type VoiceSettings } from '#domain/voice/settings.ts';

/** How calls to this number are answered; what is not set is as the defaults say. */
export const voiceSettingsOf = ({ settings }: Pick<Connection, 'settings'>): VoiceSettings =>
  $VoiceSettings.parse(settings ?? {});
