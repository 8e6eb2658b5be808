import * as z from 'zod';
import type { Check, Manager } from '#adapters/channels/manager.ts';
import { $MetaCredentials, type MetaCredentials } from '#adapters/channels/meta/credentials.ts';
import { accessOf, callGraph, type GraphAnswer, type GraphCall, problemOf } from '#adapters/channels/meta/graph.ts';
import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import { credentialsOf } from '#adapters/channels/shared/credentials.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { $WhatsAppSettings } from './settings.ts';

type Needs = Pick<ReadingNeeds, 'secret' | 'fetch' | 'publicUrl'>;

/** What administrators can do with WhatsApp numbers at Meta. */
export const createMetaWhatsAppManager = (needs: Needs): Manager => ({
  credentials: $MetaCredentials,
  settings: $WhatsAppSettings,
  check: (connection) => reported('credentials', async () => check(needs, connection)),
  register: async (connection, webhookUrl) => {
    const [first] = await reported('webhook', async () => [await register(needs, { connection, webhookUrl })]);
    return first ?? notReached('webhook');
  },
});

const notReached = (name: string): Check => ({ name, ok: false, detail: 'Meta could not be reached; try again' });

/** Missing credentials and a Meta that does not answer are findings too. */
async function reported(name: string, checks: () => Promise<readonly Check[]>): Promise<readonly Check[]> {
  try {
    return await checks();
  } catch (error) {
    const isOurs = error instanceof Error && /credentials/.test(error.message);
    return [isOurs ? { name, ok: false, detail: error.message } : notReached(name)];
  }
}

const numberFields = [
  'display_phone_number',
  'verified_name',
  'quality_rating',
  'code_verification_status',
  'webhook_configuration',
].join(',');

const $Number = z.object({
  display_phone_number: z.string(),
  verified_name: z.string().optional(),
  quality_rating: z.string().optional(),
  code_verification_status: z.string().optional(),
  webhook_configuration: z.record(z.string(), z.unknown()).optional(),
});
type WhatsAppNumber = z.infer<typeof $Number>;

async function check(needs: Needs, connection: Connection): Promise<readonly Check[]> {
  if (connection.accountId === undefined)
    return [{ name: 'account', ok: false, detail: 'the connection needs the phone number id as its account id' }];
  const call = await calling(needs, connection);
  const answer = await call({ path: connection.accountId, query: { fields: numberFields } });
  const number = answer.ok ? $Number.safeParse(answer.body).data : undefined;
  if (!number) return [{ name: 'credentials', ok: false, detail: explained(answer) }];
  const url = `${needs.publicUrl}/webhooks/meta-whatsapp/${connection.id}`;
  return [
    {
      name: 'credentials',
      ok: true,
      detail: `work for ${number.display_phone_number} ${number.verified_name ?? ''}`.trim(),
    },
    addressCheck(connection, number),
    qualityCheck(number),
    webhookCheck(number, url),
  ];
}

const explained = (answer: GraphAnswer): string =>
  answer.ok ? 'Meta answered with something that is no phone number' : problemOf(answer);

const digitsOf = (number: string): string => number.replace(/\D/g, '');

function addressCheck({ address }: Connection, { display_phone_number }: WhatsAppNumber): Check {
  const ok = digitsOf(address) === digitsOf(display_phone_number);
  const detail = ok ? `is ${address}` : `Meta has ${display_phone_number}, the connection ${address}`;
  return { name: 'number', ok, detail };
}

function qualityCheck({ quality_rating = 'UNKNOWN', code_verification_status = 'UNKNOWN' }: WhatsAppNumber): Check {
  const detail = `quality ${quality_rating}, verification ${code_verification_status}`;
  return { name: 'quality', ok: quality_rating !== 'RED' && code_verification_status !== 'NOT_VERIFIED', detail };
}

/** The number's own address counts before that of its account, and that before the app's. */
function webhookCheck({ webhook_configuration: set = {} }: WhatsAppNumber, url: string): Check {
  const used = [set.phone_number, set.whatsapp_business_account, set.application].find(
    (each) => typeof each === 'string',
  );
  if (used === url) return { name: 'webhook', ok: true, detail: `Meta sends to ${url}` };
  return { name: 'webhook', ok: false, detail: `Meta sends to ${used ?? 'nowhere'}; it should be ${url}` };
}

type Registration = { readonly connection: Connection; readonly webhookUrl: string };

/** The account for its news, the number for its messages: two numbers of one account may belong to two connections. */
async function register(needs: Needs, { connection, webhookUrl }: Registration): Promise<Check> {
  const { wabaId } = $WhatsAppSettings.parse(connection.settings ?? {});
  const name = 'webhook';
  if (wabaId === undefined || connection.accountId === undefined)
    return {
      name,
      ok: false,
      detail: 'the connection needs the phone number id as its account id, and wabaId in its settings',
    };
  const credentials = await credentialsOf(needs.secret, connection.id, $MetaCredentials);
  const call = await calling(needs, connection, credentials);
  const override = { override_callback_uri: webhookUrl, verify_token: credentials.verifyToken };
  const steps: readonly GraphCall[] = [
    { method: 'POST', path: `${wabaId}/subscribed_apps`, body: override },
    { method: 'POST', path: connection.accountId, body: { webhook_configuration: override } },
  ];
  for (const step of steps) {
    const answer = await call(step);
    if (!answer.ok) return { name, ok: false, detail: problemOf(answer) };
  }
  return { name, ok: true, detail: `Meta sends to ${webhookUrl}` };
}

async function calling(
  needs: Needs,
  { id }: Connection,
  given?: MetaCredentials,
): Promise<(call: GraphCall) => Promise<GraphAnswer>> {
  const credentials = given ?? (await credentialsOf(needs.secret, id, $MetaCredentials));
  return (call) => callGraph(needs, accessOf(credentials), call);
}
