import { localChannels } from '../channels/channels.ts';
import type { CustomerAction, LocalChannel, ProviderRequest } from '../channels/local-channel.ts';
import type { Deliver, Delivered } from '../stand-ins/deliver.ts';

/** What the simulator offers: every channel with what customers do there. */
export const simulatedChannels = () =>
  localChannels.map(({ title, connection, actions }) => ({
    provider: connection.provider,
    channel: connection.channel,
    title,
    connection: connection.id,
    address: connection.address,
    actions: actions.map(({ id, label, fields }) => ({ id, label, fields })),
  }));

export class UnknownAction extends Error {}

const listed = (names: readonly string[]): string => names.join(', ');

function actionNamed(provider: string, id: string): { channel: LocalChannel; action: CustomerAction } {
  const channel = localChannels.find(({ connection }) => connection.provider === provider);
  if (!channel)
    throw new UnknownAction(
      `there is no provider "${provider}"; there are ${listed(localChannels.map(({ connection }) => connection.provider))}`,
    );
  const action = channel.actions.find((one) => one.id === id);
  if (!action)
    throw new UnknownAction(`${provider} has no "${id}"; it has ${listed(channel.actions.map((one) => one.id))}`);
  return { channel, action };
}

export type Simulated = {
  readonly provider: string;
  readonly action: string;
  /** By field; what is missing is as the simulator suggests it. */
  readonly values: Readonly<Record<string, string>>;
};

/** How Parley answered one of the provider's requests, and where that went. */
type Answered = Delivered & { readonly request: string };

function nameOf(request: ProviderRequest): string {
  if ('path' in request) return `${request.method ?? 'POST'} ${request.path}`;
  return 'topic' in request ? `topic ${request.topic}` : `function ${request.function}`;
}

/** Does what a customer does at a provider; how Parley answered each of its requests. */
export async function simulate(
  needs: { readonly deliver: Deliver; readonly now: Date; readonly publicUrl: string },
  asked: Simulated,
): Promise<readonly Answered[]> {
  const { channel, action } = actionNamed(asked.provider, asked.action);
  const suggested = Object.fromEntries(action.fields.map(({ name, value }) => [name, value]));
  const values = { ...suggested, ...asked.values };
  const { now, publicUrl, deliver } = needs;
  const { connection } = channel;
  const answered: Answered[] = [];
  const post = async (request: ProviderRequest): Promise<Delivered> => {
    const delivered = await deliver(request);
    answered.push({ ...delivered, request: nameOf(request) });
    return delivered;
  };
  if (action.play) {
    await action.play(values, { now, publicUrl, connection, post });
    return answered;
  }
  for (const request of await action.webhooks(values, { now, publicUrl, connection })) await post(request);
  return answered;
}
