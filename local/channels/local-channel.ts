import type { Connection } from '#domain/channels/channel.ts';
import type { FunctionName } from '#functions/catalogue.ts';
import type { ProviderTopicName } from '#functions/function-row.ts';

/** A request that the provider would send us; `path` below our public address. */
export type WebhookRequest = {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What an AWS service would publish on its SNS topic. */
export type TopicMessage = { readonly topic: ProviderTopicName; readonly message: string; readonly messageId?: string };

/** What another AWS service would call a function with: an EventBridge event, a contact flow. */
export type FunctionCall = { readonly function: FunctionName; readonly event: unknown };

/** How a provider tells us something. */
export type ProviderRequest = WebhookRequest | TopicMessage | FunctionCall;

/** A message that reached a customer of the stand-in. */
export type Sent = {
  readonly provider: string;
  readonly id: string;
  readonly to: string;
  readonly text: string;
  /** Names or types of files. */
  readonly files?: readonly string[];
  status: string;
  readonly at: string;
};

/** A request that reached the stand-in for a provider's host. */
export type StandInRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
};
export type StandInAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is when a Buffer or text, else as JSON. */
  readonly body: unknown;
};

export type StandInContext = {
  /** Sends a webhook to Parley, as the provider would: after a while, and once more when it is not taken. */
  readonly callBack: (request: ProviderRequest) => void;
  /** Notes a message that reached the customer; its status may be changed later. */
  readonly noteSent: (sent: Sent) => void;
  readonly now: () => Date;
  readonly publicUrl: string;
};

export type Field = {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly kind?: 'text' | 'long' | 'number';
};

/** What a customer can do at a provider, as the simulator offers it. */
export type CustomerAction = {
  /** `message`, `picture`, `reaction`, `delete`: unique within the channel. */
  readonly id: string;
  readonly label: string;
  readonly fields: readonly Field[];
  /** The webhooks that the provider would send for it; ids are new each time unless the fields give them. */
  readonly webhooks: (
    values: Readonly<Record<string, string>>,
    context: { readonly now: Date; readonly publicUrl: string; readonly connection: Connection },
  ) => readonly ProviderRequest[] | Promise<readonly ProviderRequest[]>;
  /** A dialogue in place of `webhooks`: what is sent next depends on how Parley answered. */
  readonly play?: (values: Readonly<Record<string, string>>, context: PlayContext) => Promise<void>;
};

export type PlayContext = {
  readonly now: Date;
  readonly publicUrl: string;
  readonly connection: Connection;
  /** Sends a request as the provider would, and waits for the answer. */
  readonly post: (request: ProviderRequest) => Promise<{ readonly status: number; readonly body: string }>;
};

/** Plays a provider's API at one host; `undefined` leaves a request to the next channel at the same host. */
export type StandIn = (
  request: StandInRequest,
  context: StandInContext,
) => StandInAnswer | undefined | Promise<StandInAnswer | undefined>;

/** One provider as the local system knows it: a connection that is set up, what customers do there, and a stand-in for its API. */
export type LocalChannel = {
  /** For people: "Telegram". */
  readonly title: string;
  readonly connection: Connection;
  /** What the connection's SecureString holds. Put together so that nobody's scanner takes it for real. */
  readonly credentials: unknown;
  readonly actions: readonly CustomerAction[];
  /** Answers of the provider's API, by host: `api.telegram.org`. */
  readonly hosts?: Readonly<Record<string, StandIn>>;
};
