import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { createChatStore } from '#adapters/dynamodb/chat-store.ts';
import { createSocketStore } from '#adapters/dynamodb/realtime-stores.ts';
import type { Table } from '#adapters/dynamodb/table.ts';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import { webChatLocal } from '#local/channels/web-chat.ts';
import { account, filesBucket, rawMailBucket, region, tableName } from '#local/names.ts';
import type { LocalSystem } from '#test/support/local-system.ts';
import type { Line, RequestLine } from '../record/lines.ts';
import { lostSocket } from '../record/requests.ts';

const credentials = { accessKeyId: account, secretAccessKey: account };

/** Takes away behind the system's back what the world takes away, and tells what the functions have asked so far. */
export type Losses = {
  /** Consoles that follow this conversation: one is closed and nobody was told, one cannot be reached. */
  consoles(system: LocalSystem, topics: readonly string[]): Promise<void>;
  /** The socket of the visitor of a chat. */
  visitor(system: LocalSystem, seen: ConversationDetail): Promise<void>;
  /** Every file, and every mail as it came in. */
  files(): Promise<void>;
  /** Whether a function has looked into a bucket for what is not there. */
  missed(name: string, bucket: string): boolean;
  /** Whether a text has left from there. */
  texted(operation: string, origin: string): boolean;
};

/** The emulators' addresses are known by what was written down. */
function endpointOf(lines: readonly Line[], service: string): string {
  const line = lines.find((each) => each.kind === 'request' && each.service === service);
  if (line?.kind !== 'request') throw new Error(`nothing was asked of ${service} yet`);
  return new URL(line.url).origin;
}

async function empty(s3: S3Client, Bucket: string): Promise<void> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
}

const isMiss = (line: Line): line is RequestLine =>
  line.kind === 'request' && line.service === 's3' && line.status === 404;

export function lossesIn(lines: () => readonly Line[]): Losses {
  const tableOf = (): Table => ({
    client: new DynamoDBClient({ endpoint: endpointOf(lines(), 'dynamodb'), region, credentials }),
    name: tableName,
  });
  return {
    async consoles(system, topics) {
      const { now: openedAt } = await system.state();
      const sockets = createSocketStore(tableOf());
      for (const id of ['gone-console', `${lostSocket}console`])
        await sockets.put({ id, agentId: 'rita', agentName: 'Rita Cole', role: 'agent', topics, openedAt });
    },
    async visitor(system, { conversation }) {
      const { now: openedAt } = await system.state();
      const store = createChatStore(tableOf(), () => new Date(openedAt));
      const visitor = conversation.replyTo?.address ?? '';
      const connectionId = webChatLocal.connection.id;
      await store.putSocket({ id: 'gone-visitor', sessionId: 'a-session', connectionId, visitor, openedAt });
    },
    async files() {
      const endpoint = endpointOf(lines(), 's3');
      const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
      for (const bucket of [filesBucket, rawMailBucket]) await empty(s3, bucket);
    },
    texted: (operation, origin) =>
      lines().some(
        (line) => line.kind === 'request' && line.target.endsWith(`.${operation}`) && line.body.includes(origin),
      ),
    missed: (name, bucket) =>
      lines().some((line) => isMiss(line) && line.by === name && line.url.includes(`/${bucket}/`)),
  };
}
