import { Stack } from 'aws-cdk-lib';
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

const throttle = { rateLimit: 500, burstLimit: 1000 };

/** Sockets of one kind of client: screens of agents, or pages of visitors. The function checks on $connect who comes. */
export class SocketApi extends Construct {
  readonly api: WebSocketApi;
  /** Where a browser connects. */
  readonly publicUrl: string;
  /** Where the functions push. */
  readonly managementUrl: string;
  /** What `execute-api:ManageConnections` is granted on to push. */
  readonly pushArn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.api = new WebSocketApi(this, 'Api');
    const stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: this.api,
      stageName: 'live',
      autoDeploy: true,
      throttle,
    });
    this.publicUrl = stage.url;
    this.managementUrl = stage.callbackUrl;
    this.pushArn = Stack.of(this).formatArn({
      service: 'execute-api',
      resource: this.api.apiId,
      resourceName: `${stage.stageName}/POST/@connections/*`,
    });
  }

  /** Sends connecting, disconnecting and every frame to the function. */
  answerWith(realtime: IFunction): void {
    const integration = new WebSocketLambdaIntegration('Integration', realtime);
    for (const route of ['$connect', '$disconnect', '$default']) this.api.addRoute(route, { integration });
  }
}
