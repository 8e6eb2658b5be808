import { type ApiGatewayManagementApiClient, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import type { Push } from '#domain/agents/realtime.ts';

/** Pushes frames to sockets of the WebSocket API. */
export const createPush =
  (client: ApiGatewayManagementApiClient): Push =>
  async (socketId, frame) => {
    try {
      await client.send(
        new PostToConnectionCommand({ ConnectionId: socketId, Data: Buffer.from(JSON.stringify(frame)) }),
      );
      return 'pushed';
    } catch (error) {
      // Not worth holding up what everybody else is shown.
      return error instanceof Error && error.name === 'GoneException' ? 'gone' : 'failed';
    }
  };
