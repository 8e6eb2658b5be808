import type { ConnectContactFlowEvent } from 'aws-lambda';
import { storesOn, tableNamed } from '#adapters/dynamodb/stores.ts';
import type { ConnectionStore } from '#domain/channels/channel.ts';
import { type KnownCaller, recogniseCaller } from '#domain/voice/recognise-caller.ts';
import { catalogue } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { webhookLogOf } from '#functions/middleware/webhook-log.ts';

const number = /^\+[1-9]\d{5,14}$/;

/** Other instances of the account may be of other businesses. */
async function isOurs({ list }: Pick<ConnectionStore, 'list'>, instanceArn: string): Promise<boolean> {
  const connections = await list();
  return connections.some(({ provider, accountId }) => provider === 'amazon-connect' && accountId === instanceArn);
}

/** Flat text below 32 KB; https://docs.aws.amazon.com/connect/latest/adminguide/connect-lambda-functions.html, read 2026-11-22. */
type Answer = KnownCaller | { readonly known: 'false' };

export const { create, handler } = deployed(catalogue.contactFlow, (environment) => {
  const stores = storesOn(tableNamed(environment.TABLE_NAME));
  return edge(webhookLogOf('contact-flow'), async ({ Details }: ConnectContactFlowEvent): Promise<Answer> => {
    const { CustomerEndpoint, InstanceARN } = Details.ContactData;
    const phone = CustomerEndpoint?.Address ?? '';
    if (!number.test(phone) || !(await isOurs(stores.connections, InstanceARN))) return { known: 'false' };
    return recogniseCaller(stores, phone);
  });
});
