import type { LinkTo } from '#adapters/s3/link-to.ts';
import type { Upload, UploadForm } from '#adapters/s3/presigned-upload.ts';
import type { ReadSecret } from '#adapters/ssm/secrets.ts';
import type { Push, SocketStore } from '#domain/agents/realtime.ts';
import type { ConnectionStore } from '#domain/channels/channel.ts';
import type { PostNeeds } from '#domain/chat/post-message.ts';
import type { SessionNeeds } from '#domain/chat/start-session.ts';
import type { HistoryNeeds } from '#domain/chat/visitor-history.ts';
import type { BusinessCalendar } from '#domain/escalation/business-hours.ts';

export type ChatApiNeeds = SessionNeeds &
  PostNeeds &
  HistoryNeeds & {
    readonly connections: Pick<ConnectionStore, 'get'>;
    readonly calendars: { get(id: string): Promise<BusinessCalendar | undefined> };
    readonly secret: ReadSecret;
    readonly linkTo: LinkTo;
    readonly uploadForm: (upload: Upload) => Promise<UploadForm>;
    /** The agents' sockets, on which typing is shown. */
    readonly sockets: SocketStore;
    readonly push: Push;
    /** Where visitors' sockets connect. */
    readonly socketUrl: string;
    /** Parley's own address, without a slash at the end; its page may open any chat. */
    readonly publicUrl: string;
  };
