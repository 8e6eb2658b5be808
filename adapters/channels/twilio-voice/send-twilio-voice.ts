import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import { failed } from '#adapters/channels/shared/send-request.ts';
import type { SendMessage } from '#domain/channels/delivery.ts';
import { placeCall } from './place-call.ts';

/** Places the calls that agents ask for. Nothing can be written to a phone. */
export const createTwilioVoiceSender =
  (needs: ChannelNeeds): SendMessage =>
  async ({ connectionId, conversationId, to, callFrom }) => {
    const connection = await needs.connections.get(connectionId);
    if (connection?.provider !== 'twilio-voice' || callFrom === undefined) {
      const reason = 'A call cannot be answered in writing. Call back, or use another channel.';
      return failed({ class: 'PERMISSION', reason });
    }
    return placeCall(needs, { connection, agentPhone: callFrom, customerPhone: to, conversationId });
  };
