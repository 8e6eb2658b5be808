import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { credentialsName } from '#adapters/channels/shared/credentials.ts';
import { $TwilioCredentials } from '#adapters/channels/twilio/credentials.ts';
import { isFromTwilio } from '#adapters/channels/twilio/webhook.ts';
import { webhookUrlOf } from '#adapters/channels/twilio-voice/call-url.ts';
import type { ReadSecret } from '#adapters/ssm/secrets.ts';
import type { Connection, ConnectionStore } from '#domain/channels/channel.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { webhookRequest } from '#functions/middleware/webhook.ts';

/** What Twilio asks or reports, known to be from Twilio and about a number of ours. */
export type CallRequest = {
  readonly connection: Connection;
  readonly webhookUrl: string;
  readonly contentType: string;
  readonly body: string;
  readonly form: URLSearchParams;
  readonly query: URLSearchParams;
  readonly requestId: string;
};

type Needs = {
  readonly secret: ReadSecret;
  readonly connections: Pick<ConnectionStore, 'get'>;
  readonly publicUrl: string;
};

/** Checks the signature over the bytes received, then that account and connection belong together. */
export async function genuineRequest(needs: Needs, event: APIGatewayProxyEventV2): Promise<CallRequest> {
  const { connectionId, contentType, headers, body, rawQuery } = webhookRequest(event);
  if (!/^[a-z0-9-]{1,64}$/.test(connectionId)) throw new Refusal('not-found', 'unknown connection');
  const [stored, connection] = await Promise.all([
    needs.secret(credentialsName(connectionId)),
    needs.connections.get(connectionId),
  ]);
  if (!stored || connection?.provider !== 'twilio-voice') throw new Refusal('not-found', 'unknown connection');
  const credentials = $TwilioCredentials.parse(JSON.parse(stored));
  const webhookUrl = webhookUrlOf(needs.publicUrl, connectionId);
  const url = rawQuery === '' ? webhookUrl : `${webhookUrl}?${rawQuery}`;
  if (!isFromTwilio({ body, contentType, headers, url, credentials }))
    throw new Refusal('unauthenticated', 'bad signature');
  const text = body.toString('utf8');
  const form = new URLSearchParams(text);
  if (connection.accountId === undefined || form.get('AccountSid') !== connection.accountId)
    throw new Refusal('unauthenticated', 'signed for another account');
  const { requestId } = event.requestContext;
  return { connection, webhookUrl, contentType, body: text, form, query: new URLSearchParams(rawQuery), requestId };
}
