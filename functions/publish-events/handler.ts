import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { createAgentStore } from '#adapters/dynamodb/agent-store.ts';
import type { Commit } from '#adapters/dynamodb/conversation-items.ts';
import { createConversationStore } from '#adapters/dynamodb/conversation-store.ts';
import { createSocketStore } from '#adapters/dynamodb/realtime-stores.ts';
import { tableNamed } from '#adapters/dynamodb/stores.ts';
import { setTimer } from '#adapters/scheduler/set-timer.ts';
import { type SendToQueue, sendToQueue } from '#adapters/sqs/send-to-queue.ts';
import { createPush } from '#adapters/websocket/push.ts';
import { type Agent, gainedRoom } from '#domain/agents/agent.ts';
import { type Consequence, consequencesOf } from '#domain/conversations/consequences.ts';
import type { ConversationStore } from '#domain/conversations/ports.ts';
import type { SetTimer } from '#domain/escalation/watch.ts';
import { catalogue } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { logOf } from '#functions/middleware/log.ts';
import type { RoutingOrder } from './contract.ts';
import { type Moved, type PushNeeds, pushChanges } from './push-changes.ts';
import { readStream, type Saved } from './read-stream.ts';

export type PublishNeeds = PushNeeds & {
  readonly conversations: Pick<ConversationStore, 'get'>;
  readonly routing: Readonly<Record<'urgent' | 'standard', SendToQueue>>;
  readonly outbound: SendToQueue;
  readonly timer: SetTimer;
};

/** Starts what follows from a fact. Each may be started twice: whoever does the work does it once. */
async function start(needs: PublishNeeds, consequence: Consequence): Promise<void> {
  switch (consequence.do) {
    case 'route': {
      const order: RoutingOrder = { do: 'route', conversationId: consequence.conversationId };
      return needs.routing[consequence.urgency]({ body: order });
    }
    case 'deliver': {
      const { conversationId, reply } = consequence;
      return needs.outbound({ body: { conversationId, reply }, group: conversationId, deduplicationId: reply.id });
    }
    case 'watch-deadline': {
      const { conversationId, deadlineId: id, at: dueAt, factId } = consequence;
      return needs.timer({
        name: `${conversationId}-${factId}`,
        watch: { kind: 'deadline', conversationId, id, dueAt },
      });
    }
    case 'end-snooze': {
      const { conversationId, until, factId } = consequence;
      return needs.timer({
        name: `${conversationId}-${factId}`,
        watch: { kind: 'snooze', conversationId, id: until, dueAt: until },
      });
    }
  }
}

/** Each commit with the conversation as it left it; when the head came in another batch, as it is now. */
async function withHeads(needs: PublishNeeds, saved: Saved): Promise<readonly Moved[]> {
  const found = await Promise.all(
    saved.commits.map(async (commit: Commit) => {
      const head = saved.heads.get(commit.conversationId);
      const after =
        head && head.version >= commit.version ? head : await needs.conversations.get(commit.conversationId);
      return after ? [{ commit, after }] : [];
    }),
  );
  return found.flat();
}

const serveLines = (needs: PublishNeeds, agents: Saved['agents']): Promise<unknown> => {
  const ids = new Set(agents.filter(({ before, after }) => gainedRoom(before, after)).map(({ after }) => after.id));
  return Promise.all(
    [...ids].map((agentId) => needs.routing.standard({ body: { do: 'serve-line', agentId } satisfies RoutingOrder })),
  );
};

const newest = (agents: Saved['agents']): readonly Agent[] => [
  ...new Map(agents.map(({ after }) => [after.id, after])).values(),
];

/** A saved fact is a published fact: routing, deadlines, deliveries and screens all follow from the table's stream. */
export async function publish(needs: PublishNeeds, saved: Saved): Promise<void> {
  const moved = await withHeads(needs, saved);
  for (const { commit, after } of moved)
    for (const consequence of consequencesOf(commit.events, after)) await start(needs, consequence);
  await serveLines(needs, saved.agents);
  await pushChanges(needs, moved, newest(saved.agents));
}

export const { create, handler } = deployed(catalogue.publishEvents, (environment, { now }) => {
  const table = tableNamed(environment.TABLE_NAME);
  const sqs = new SQSClient({});
  const needs: PublishNeeds = {
    conversations: createConversationStore(table),
    agents: createAgentStore(table),
    sockets: createSocketStore(table),
    push: createPush(new ApiGatewayManagementApiClient({ endpoint: environment.SOCKETS_URL })),
    routing: {
      urgent: sendToQueue(sqs, environment.URGENT_QUEUE_URL),
      standard: sendToQueue(sqs, environment.STANDARD_QUEUE_URL),
    },
    outbound: sendToQueue(sqs, environment.OUTBOUND_QUEUE_URL),
    timer: setTimer(
      new SchedulerClient({}),
      {
        group: environment.TIMERS_GROUP,
        targetArn: environment.TIMERS_TARGET_ARN,
        roleArn: environment.TIMERS_ROLE_ARN,
        deadLettersArn: environment.TIMERS_DEAD_LETTERS_ARN,
      },
      now,
    ),
  };
  return edge(logOf('publish-events'), (event: DynamoDBStreamEvent) => publish(needs, readStream(event.Records)));
});
