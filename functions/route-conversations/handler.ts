import { storesOn, tableNamed } from '#adapters/dynamodb/stores.ts';
import { idFrom } from '#adapters/ids.ts';
import { type RoutingNeeds, routeConversation, serveLine } from '#domain/routing/route-conversation.ts';
import { catalogue } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { logOf } from '#functions/middleware/log.ts';
import { onQueue } from '#functions/middleware/on-queue.ts';
import { $RoutingOrder, type RoutingOrder } from '#functions/publish-events/contract.ts';

const follow = (needs: RoutingNeeds, order: RoutingOrder): Promise<unknown> =>
  order.do === 'route' ? routeConversation(needs, order.conversationId) : serveLine(needs, order.agentId);

export const { create, handler } = deployed(catalogue.routeConversations, (environment, { now }) => {
  const needs: RoutingNeeds = { ...storesOn(tableNamed(environment.TABLE_NAME)), idFrom, now };
  return onQueue(logOf('route-conversations'), $RoutingOrder, async ({ body }) => {
    await follow(needs, body);
  });
});
