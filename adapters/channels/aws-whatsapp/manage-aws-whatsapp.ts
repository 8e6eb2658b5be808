import {
  GetLinkedWhatsAppBusinessAccountCommand,
  GetLinkedWhatsAppBusinessAccountPhoneNumberCommand,
  type SocialMessagingClient,
  type WhatsAppPhoneNumberDetail,
} from '@aws-sdk/client-socialmessaging';
import type { Check, Manager } from '#adapters/channels/manager.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { createAskingClient } from './client.ts';
import { $AwsWhatsAppCredentials } from './credentials.ts';
import { $AwsWhatsAppSettings } from './settings.ts';

/** What administrators can do with WhatsApp numbers at AWS. A number's account is pointed to the topic at AWS, see docs/channels/. */
export const createAwsWhatsAppManager = (client = createAskingClient()): Manager => ({
  credentials: $AwsWhatsAppCredentials,
  settings: $AwsWhatsAppSettings,
  check: (connection) => check(client, connection),
});

async function check(client: SocialMessagingClient, connection: Connection): Promise<readonly Check[]> {
  const settings = $AwsWhatsAppSettings.safeParse(connection.settings).data;
  if (!settings)
    return [{ name: 'settings', ok: false, detail: 'originationPhoneNumberId is missing or of another shape' }];
  try {
    const { phoneNumber, linkedWhatsAppBusinessAccountId: id } = await client.send(
      new GetLinkedWhatsAppBusinessAccountPhoneNumberCommand({ id: settings.originationPhoneNumberId }),
    );
    if (!phoneNumber || !id) return [{ name: 'number', ok: false, detail: 'AWS knows no such number' }];
    return [numberCheck(connection, phoneNumber), qualityCheck(phoneNumber), await eventsCheck(client, id)];
  } catch (error) {
    const why = error instanceof Error ? error.name : 'an error';
    return [{ name: 'number', ok: false, detail: `AWS answered with ${why}; check the number's id and its region` }];
  }
}

function numberCheck(
  { accountId }: Connection,
  { metaPhoneNumberId, displayPhoneNumber }: WhatsAppPhoneNumberDetail,
): Check {
  const ok = accountId === metaPhoneNumberId;
  const detail = ok
    ? `is ${displayPhoneNumber}`
    : `Meta's id of ${displayPhoneNumber} is ${metaPhoneNumberId}; it has to be the connection's account id`;
  return { name: 'number', ok, detail };
}

const qualityCheck = ({ qualityRating = 'UNKNOWN' }: WhatsAppPhoneNumberDetail): Check => ({
  name: 'quality',
  ok: qualityRating !== 'RED',
  detail: `quality ${qualityRating}`,
});

/** Which topic is ours, only the stack knows; that there is one at all, AWS does. */
async function eventsCheck(client: SocialMessagingClient, id: string): Promise<Check> {
  const { account } = await client.send(new GetLinkedWhatsAppBusinessAccountCommand({ id }));
  const [destination] = account?.eventDestinations ?? [];
  const arn = destination?.eventDestinationArn;
  if (arn === undefined) return { name: 'events', ok: false, detail: 'AWS publishes its events nowhere' };
  return { name: 'events', ok: true, detail: `AWS publishes its events on ${arn}` };
}
