import { useMemo } from 'react';
import type { ConversationRow } from '#functions/agent-api/contract.ts';
import { useBootstrap } from '../api/context.ts';
import type { Agent, Priority, Queue } from '../api/types.ts';
import { wholeTime } from '../format/time.ts';
import { priorityNames } from '../format/words.ts';
import { type ChangeRequest, changeConversation, useChangeNeeds } from './change.ts';

export type ConversationActions = {
  assign(row: ConversationRow, agent: Pick<Agent, 'id' | 'name'> | null): Promise<void>;
  assignToMe(row: ConversationRow): Promise<void>;
  transfer(row: ConversationRow, to: { queue: Queue; reason: string }): Promise<void>;
  prioritise(row: ConversationRow, priority: Priority): Promise<void>;
  snooze(row: ConversationRow, until: Date): Promise<void>;
  resolve(row: ConversationRow): Promise<void>;
  reopen(row: ConversationRow): Promise<void>;
};

/** Everything that can be done to a conversation, each with its way back where there is one. */
export const useConversationActions = (): ConversationActions => {
  const needs = useChangeNeeds();
  const { me } = useBootstrap();
  return useMemo(() => {
    const change = (request: ChangeRequest): Promise<void> => changeConversation(needs, request);
    const actions: ConversationActions = {
      assign: (row, agent) => change(assigned(row, agent, () => void actions.assign(row, holderOf(row)))),
      assignToMe: (row) => actions.assign(row, me),
      transfer: (row, { queue, reason }) =>
        change({
          row,
          verb: 'transfer',
          body: { queueId: queue.id, reason },
          looks: { queueId: queue.id },
          done: `Transferred to ${queue.name}`,
        }),
      prioritise: (row, priority) =>
        change({
          row,
          verb: 'priority',
          body: { priority },
          looks: { priority },
          done: `Priority is now ${priorityNames[priority].toLowerCase()}`,
          undo: () => void actions.prioritise({ ...row, priority }, row.priority),
        }),
      snooze: (row, until) =>
        change({
          row,
          verb: 'snooze',
          body: { until: until.toISOString() },
          looks: { stage: { status: 'snoozed', until: until.toISOString() } },
          done: `Snoozed until ${wholeTime(until.toISOString())}`,
          undo: () => void actions.reopen(row),
        }),
      resolve: (row) =>
        change({
          row,
          verb: 'resolve',
          body: {},
          looks: { stage: { status: 'resolved', at: new Date().toISOString() } },
          done: 'Resolved',
          undo: () => void actions.reopen(row),
        }),
      reopen: (row) =>
        change({
          row,
          verb: 'reopen',
          body: {},
          looks: { stage: { status: 'open' } },
          done: 'Open again',
          undo: row.stage.status === 'resolved' ? () => void actions.resolve(row) : undefined,
        }),
    };
    return actions;
  }, [needs, me]);
};

const holderOf = ({ holder }: ConversationRow): Pick<Agent, 'id' | 'name'> | null =>
  holder.kind === 'agent' ? { id: holder.agentId, name: holder.agentName } : null;

const assigned = (row: ConversationRow, agent: Pick<Agent, 'id' | 'name'> | null, undo: () => void): ChangeRequest => {
  const since = new Date().toISOString();
  return {
    row,
    verb: 'assign',
    body: { agentId: agent?.id ?? null },
    looks: {
      holder: agent ? { kind: 'agent', agentId: agent.id, agentName: agent.name, since } : { kind: 'line', since },
    },
    done: agent ? `Assigned to ${agent.name}` : 'Back in the queue',
    undo,
  };
};
