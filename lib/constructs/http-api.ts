import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi as Api,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { HttpRoute } from '#functions/function-row.ts';

/** Requests a second: far above a busy help desk, far below a surprising bill. */
const throttle = { rateLimit: 1000, burstLimit: 2000 };

/** What came of each request, and nothing about the person who sent it: no address, no path, no query. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    at: AccessLogField.contextRequestTimeEpoch(),
    route: AccessLogField.contextRouteKey(),
    status: AccessLogField.contextStatus(),
    latencyMs: AccessLogField.contextResponseLatency(),
    responseBytes: AccessLogField.contextResponseLength(),
    integrationStatus: AccessLogField.contextIntegrationStatus(),
    authorizerError: AccessLogField.contextAuthorizerError(),
  }),
);

/** The entry for provider webhooks and for the agent API. */
export class HttpApi extends Construct {
  readonly api: Api;
  readonly endpoint: string;

  constructor(scope: Construct, id: string, props: { readonly logRetention: RetentionDays }) {
    super(scope, id);
    this.api = new Api(this, 'Api', { createDefaultStage: false });
    this.endpoint = this.api.apiEndpoint;
    const logs = new LogGroup(this, 'AccessLogs', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle,
      accessLogSettings: { destination: new LogGroupLogDestination(logs), format: accessLogFormat },
    });
  }

  /** Sends the routes, each written `METHOD /path`, to the function. */
  route(routes: readonly HttpRoute[], to: IFunction, signedIn: IHttpRouteAuthorizer): void {
    const integration = new HttpLambdaIntegration('Integration', to);
    for (const route of routes) {
      const authorizer = route.access === 'public' ? new HttpNoneAuthorizer() : signedIn;
      this.api.addRoutes({ ...methodAndPath(route.path), integration, authorizer });
    }
  }
}

function methodAndPath(route: string): { methods: HttpMethod[]; path: string } {
  const [name, path] = route.split(' ');
  const method = Object.values(HttpMethod).find((each) => each === name);
  if (!method || !path) throw new Error(`the route "${route}" is not of the form "METHOD /path"`);
  return { methods: [method], path };
}

/** Lets in whoever brings an access token of this issuer and client. Cognito's carry client_id and no aud: the authoriser accepts either. */
export const signedInWith = (issuer: string, clientId: string): IHttpRouteAuthorizer =>
  new HttpJwtAuthorizer('SignedIn', issuer, { jwtAudience: [clientId] });
