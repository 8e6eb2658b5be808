import {
  DescribeConfigurationSetsCommand,
  DescribePhoneNumbersCommand,
  type PhoneNumberInformation,
  type PinpointSMSVoiceV2Client,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import type { Check, Manager } from '#adapters/channels/manager.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { smsClient } from './send-aws-sms.ts';
import { $AwsSmsCredentials, $AwsSmsSettings, settingsOf } from './settings.ts';

/** Looks at the number of a connection at AWS. What is to be set there is set by a person: see docs/channels/aws-sms.md. */
export const createAwsSmsManager = (_needs: object, client = smsClient()): Manager => ({
  credentials: $AwsSmsCredentials,
  settings: $AwsSmsSettings,
  check: async (connection) => {
    try {
      return [...(await checkNumber(client, connection)), await checkEvents(client, connection)];
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown';
      return [{ name: 'AWS', ok: false, detail: `AWS did not answer the question for the number: ${name}.` }];
    }
  },
});

async function checkNumber(client: PinpointSMSVoiceV2Client, { address }: Connection): Promise<Check[]> {
  const number = await numberOf(client, address);
  if (!number) return [{ name: 'Number', ok: false, detail: 'The AWS account has no such number in this region.' }];
  const ok = number.Status === 'ACTIVE';
  const topic = number.TwoWayChannelArn;
  const texts = topic ? `Texts of customers go to ${topic}.` : 'Two-way messaging is off: texts of customers are lost.';
  return [
    { name: 'Number', ok, detail: `The number is ${String(number.Status).toLowerCase()}.` },
    { name: 'Two-way messaging', ok: number.TwoWayEnabled === true && topic !== undefined, detail: texts },
    { name: 'Opt-outs', ok: true, detail: number.SelfManagedOptOutsEnabled ? selfManaged : managedByAws },
  ];
}

const selfManaged = 'Self-managed: AWS neither confirms nor blocks. Parley blocks; the confirmation is yours to send.';
const managedByAws = 'Managed by AWS, which confirms and blocks; Parley blocks too.';

async function numberOf(
  client: PinpointSMSVoiceV2Client,
  address: string,
): Promise<PhoneNumberInformation | undefined> {
  let token: string | undefined;
  do {
    const page = await client.send(new DescribePhoneNumbersCommand({ NextToken: token }));
    const found = page.PhoneNumbers?.find(({ PhoneNumber }) => PhoneNumber === address);
    if (found) return found;
    token = page.NextToken;
  } while (token);
  return undefined;
}

async function checkEvents(client: PinpointSMSVoiceV2Client, connection: Connection): Promise<Check> {
  const { configurationSet } = settingsOf(connection);
  const name = 'Delivery events';
  if (!configurationSet)
    return { name, ok: false, detail: 'No configuration set is named: nothing is known after sending.' };
  const command = new DescribeConfigurationSetsCommand({ ConfigurationSetNames: [configurationSet] });
  const [found] = (await client.send(command)).ConfigurationSets ?? [];
  const topics = (found?.EventDestinations ?? []).filter(({ Enabled, SnsDestination }) => Enabled && SnsDestination);
  const detail = topics.length > 0 ? 'Events go to a topic.' : 'The configuration set publishes events on no topic.';
  return { name, ok: topics.length > 0, detail };
}
