import type { LinkTo } from '#adapters/s3/link-to.ts';
import type { UploadTo } from '#adapters/s3/upload-to.ts';
import type { SendToQueue } from '#adapters/sqs/send-to-queue.ts';
import type { AgentStore } from '#domain/agents/agent.ts';
import type { TicketStore } from '#domain/agents/realtime.ts';
import type { ConnectionStore } from '#domain/channels/channel.ts';
import type { FileStore } from '#domain/channels/inbound-envelope.ts';
import type { QuarantineStore } from '#domain/channels/quarantine.ts';
import type { ConversationStore, CustomerStore } from '#domain/conversations/ports.ts';
import type { Clock } from '#domain/kernel/clock.ts';
import type { IdFrom } from '#domain/kernel/ids.ts';
import type { Settings } from '#domain/routing/ports.ts';

export type ApiNeeds = {
  readonly conversations: ConversationStore;
  readonly customers: CustomerStore;
  readonly agents: AgentStore;
  readonly settings: Settings;
  readonly connections: ConnectionStore;
  readonly quarantine: QuarantineStore;
  readonly tickets: TicketStore;
  readonly files: FileStore;
  /** A link to a file that works without signing in, for a few minutes. */
  readonly linkTo: LinkTo;
  /** A form for one upload, for a few minutes. */
  readonly uploadTo: UploadTo;
  readonly inbound: SendToQueue;
  readonly socketsUrl: string;
  /** A new unguessable text. */
  readonly secretText: () => string;
  readonly hash: (text: string) => string;
  readonly idFrom: IdFrom;
  readonly now: Clock;
};
