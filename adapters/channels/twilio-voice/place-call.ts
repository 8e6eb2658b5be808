import * as z from 'zod';
import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import { credentialsOf } from '#adapters/channels/shared/credentials.ts';
import {
  type Answer,
  ambiguous,
  failed,
  limited,
  retryAfter,
  sendRequest,
} from '#adapters/channels/shared/send-request.ts';
import { $TwilioCredentials, basicAuth } from '#adapters/channels/twilio/credentials.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { SendOutcome } from '#domain/channels/delivery.ts';
import { stepUrl, webhookUrlOf } from './call-url.ts';
import { callFailure } from './errors.ts';
import { voiceSettingsOf } from './settings.ts';
import { response, verb } from './twiml.ts';

export type CallToPlace = {
  readonly connection: Connection;
  /** Rings first. E.164. */
  readonly agentPhone: string;
  /** Rings once the agent has pressed 1. E.164. */
  readonly customerPhone: string;
  readonly conversationId: string;
  /** Who calls, as the call will be shown. */
  readonly agentId?: string | undefined;
};

type Needs = Pick<ReadingNeeds, 'fetch' | 'secret' | 'publicUrl'>;

/**
 * Calls an agent and then the customer, who sees our number. What came of it is told by webhooks, as a message under the
 * id that is returned here. https://www.twilio.com/docs/voice/api/call-resource, read 2026-11-22.
 */
export async function placeCall(needs: Needs, call: CallToPlace): Promise<SendOutcome> {
  const { connection, agentPhone } = call;
  const credentials = await credentialsOf(needs.secret, connection.id, $TwilioCredentials);
  const webhookUrl = webhookUrlOf(needs.publicUrl, connection.id);
  const form = new URLSearchParams({
    To: agentPhone,
    From: connection.address,
    Twiml: ringingAgent(webhookUrl, call),
    Timeout: String(voiceSettingsOf(connection).ringSeconds),
    StatusCallback: stepUrl(webhookUrl, 'status', { direction: 'out' }),
    StatusCallbackEvent: 'completed',
  });
  return sendRequest(needs.fetch, {
    url: `https://api.twilio.com/2010-04-01/Accounts/${credentials.accountSid}/Calls.json`,
    request: {
      method: 'POST',
      headers: {
        authorization: basicAuth(credentials),
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: form.toString(),
    },
    provider: 'Twilio',
    outcomeOf,
  });
}

/** The key keeps the agent's mailbox from calling the customer. */
function ringingAgent(webhookUrl: string, { connection, customerPhone, conversationId, agentId }: CallToPlace): string {
  const language = voiceSettingsOf(connection).languages[0]?.tag ?? 'en-US';
  const action = stepUrl(webhookUrl, 'connect', {
    direction: 'out',
    // Without the plus, which not everybody on the way writes alike. Twilio calls this number anyway.
    to: customerPhone.replace('+', ''),
    conversation: conversationId,
    agent: agentId,
  });
  const said = verb('Say', { language }, 'To call the customer, press 1.');
  return response(verb('Gather', { numDigits: 1, timeout: 10, action }, said), verb('Hangup'));
}

const $Placed = z.object({ sid: z.string().min(1) });
const $Refused = z.object({ code: z.number() });

function outcomeOf({ status, ok, headers, body }: Answer): SendOutcome {
  const placed = $Placed.safeParse(body);
  if (ok) return placed.success ? { status: 'sent', providerId: placed.data.sid } : ambiguous('Twilio');
  const refused = $Refused.safeParse(body);
  const code = refused.success ? String(refused.data.code) : undefined;
  if (status >= 500) return ambiguous('Twilio', code);
  const failure = callFailure(status, code);
  return failure.class === 'RATE_LIMITED' ? limited(failure, retryAfter(headers)) : failed(failure);
}
