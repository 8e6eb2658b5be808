import type { Connection } from '#domain/channels/channel.ts';
import type { FileStore, InboundEnvelope, InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { Sender } from '#domain/channels/inbound-message.ts';
import type { SlackCredentials } from './credentials.ts';
import type { LookUp } from './people.ts';
import { isDirect } from './place.ts';
import type { SlackSettings } from './settings.ts';

/** What everything is read with. */
export type Context = {
  readonly fetch: typeof fetch;
  readonly files: FileStore;
  readonly lookUp: LookUp;
  readonly envelope: InboundEnvelope;
  readonly connection: Connection;
  readonly settings: SlackSettings;
  readonly credentials: () => Promise<SlackCredentials>;
};

export const dropped = (rule: string): InboundItem => ({ kind: 'dropped', rule: `slack-${rule}` });

/** Is everything that is written there for us? */
export const isOurs = (channel: string, { settings }: Context): boolean =>
  isDirect(channel) || settings.channels.includes(channel);

type Writer = { readonly userId: string; readonly team?: string | undefined; readonly handle?: string | undefined };

/**
 * Who wrote. Ids of people count within their workspace, which in shared channels is another one. Only of our own workspace
 * is the mail address taken for proven: those of another are what its administrators say.
 */
export async function slackSender(context: Context, { userId, team, handle }: Writer): Promise<Sender> {
  const { connection, lookUp } = context;
  const { botToken } = await context.credentials();
  const person = await lookUp({ botToken, connectionId: connection.id, userId });
  const scope = team ?? person.team ?? connection.accountId;
  const isColleague = scope === connection.accountId && (person.team ?? scope) === scope;
  const shown = person.handle ?? handle;
  return {
    address: userId,
    ...(scope === undefined ? {} : { scope }),
    ...(person.name === undefined ? {} : { name: person.name }),
    ...(shown === undefined ? {} : { handle: shown }),
    verified: true,
    ...(isColleague && person.email ? { aliases: [{ channel: 'email', address: lowerDomain(person.email) }] } : {}),
  };
}

const lowerDomain = (address: string): string => address.replace(/@[^@]*$/, (domain) => domain.toLowerCase());
