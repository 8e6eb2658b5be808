import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { FunctionName } from '#functions/catalogue.ts';
import type { LocalChannel, PlayContext, ProviderRequest, WebhookRequest } from '#local/channels/local-channel.ts';
import { routeFor } from '#local/http/routes.ts';
import { createDeliver } from '#local/stand-ins/deliver.ts';
import { httpPost } from './traffic.ts';

/** The function that a request of a provider wakes, and the event with which it does. */
export type Wake = { readonly name: FunctionName; readonly event: unknown };

/** What API Gateway hands over as text; the rest comes in base64. */
const isText = (contentType: string): boolean => /^(text\/|application\/json\b)/.test(contentType);

/** A request as API Gateway hands it to the function whose route it meets. */
export function httpWake({ method = 'POST', path, headers, body }: WebhookRequest): Wake {
  const { pathname, search } = new URL(path, 'https://help.example.com');
  const route = routeFor(method, pathname);
  if (!route) throw new Error(`no function serves ${method} ${pathname}`);
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const isBase64Encoded = !isText(lower['content-type'] ?? '') && body !== '';
  const event = httpPost(pathname, {
    headers: lower,
    pathParameters: route.pathParameters,
    ...(body === '' ? {} : { body: isBase64Encoded ? Buffer.from(body).toString('base64') : body }),
    isBase64Encoded,
  });
  const { requestContext } = event;
  const asked: APIGatewayProxyEventV2 = {
    ...event,
    rawQueryString: search.slice(1),
    ...(search === '' ? {} : { queryStringParameters: Object.fromEntries(new URLSearchParams(search)) }),
    requestContext: { ...requestContext, http: { ...requestContext.http, method } },
  };
  return { name: route.functionName, event: asked };
}

/** Over HTTP, through a topic, or as a call of a function. */
export async function wakeOf(request: ProviderRequest, now: Date): Promise<Wake> {
  if ('path' in request) return httpWake(request);
  const { promise, resolve } = Promise.withResolvers<Wake>();
  const functions = { invoke: async (name: FunctionName, event: unknown) => resolve({ name, event }) };
  await createDeliver({ publicUrl: '', functions, now: () => now })(request);
  return promise;
}

/** What customers write goes by one of these names. */
const fieldsOfText: readonly string[] = ['text', 'message'];

/** Does what a customer does first at a provider: writes what is given or what the simulator suggests, or calls. */
export async function act(
  { actions, connection }: LocalChannel,
  context: Omit<PlayContext, 'connection'>,
  text?: string,
): Promise<void> {
  const action = actions.find(({ id }) => id === 'message') ?? actions[0];
  if (!action) throw new Error(`customers can do nothing at ${connection.provider}`);
  const values = Object.fromEntries(
    action.fields.map(({ name, value }) => [name, fieldsOfText.includes(name) ? (text ?? value) : value]),
  );
  if (action.play) return action.play(values, { ...context, connection });
  for (const request of await action.webhooks(values, { ...context, connection })) await context.post(request);
}
