import * as z from 'zod';
import { $Agent } from '#domain/agents/agent.ts';
import { $Connection } from '#domain/channels/channel.ts';
import { $Conversation } from '#domain/conversations/conversation.ts';
import { $ConversationEvent } from '#domain/conversations/events.ts';
import { $Customer } from '#domain/customers/customer.ts';
import { $BusinessCalendar } from '#domain/escalation/business-hours.ts';
import { $SlaPolicy } from '#domain/escalation/policy.ts';
import { $Queue } from '#domain/routing/queue.ts';
import { $Changed, $ConversationRow, $Problem, $QuarantineEntry } from '#functions/agent-api/contract.ts';
import { routes } from '#functions/agent-api/routes.ts';
import { connectionRoutes } from '#functions/connections-api/routes.ts';
import type { DescribedRoute as Route } from '#functions/middleware/api/serve.ts';

/** The OpenAPI 3.1 document of the agent API, made from the routes and their zod schemas (JSON Schema 2020-12). */

/** What is used in more than one place gets a name; everything else stands where it is used. */
const namedSchemas: readonly (readonly [string, z.ZodType])[] = Object.entries({
  Agent: $Agent,
  BusinessCalendar: $BusinessCalendar,
  Connection: $Connection,
  Conversation: $Conversation,
  ConversationEvent: $ConversationEvent,
  ConversationRow: $ConversationRow,
  Customer: $Customer,
  Changed: $Changed,
  Problem: $Problem,
  QuarantineEntry: $QuarantineEntry,
  Queue: $Queue,
  SlaPolicy: $SlaPolicy,
});

const named = z.registry<{ id: string }>();
for (const [id, schema] of namedSchemas) named.add(schema, { id });

const uri = (id: string): string => `#/components/schemas/${id}`;

/** Without the marks that only a stand-alone JSON Schema carries. */
const plain = ({ $schema, $id, ...schema }: Record<string, unknown>) => schema;

/** A schema that refers to the named ones instead of repeating them. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const known = named.get(schema);
  if (known) return { $ref: uri(known.id) };
  const withIt = z.registry<{ id: string }>();
  for (const [id, one] of namedSchemas) withIt.add(one, { id });
  withIt.add(schema, { id: 'this' });
  return plain(z.toJSONSchema(withIt, { io, uri, unrepresentable: 'any' }).schemas.this ?? {});
}

function namedComponents() {
  const { schemas } = z.toJSONSchema(named, { io: 'output', uri, unrepresentable: 'any' });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, plain(schema)]));
}

const content = (schema: z.ZodType, io: 'input' | 'output', type = 'application/json') => ({
  content: { [type]: { schema: schemaOf(schema, io) } },
});

const refusals = {
  400: 'Malformed: `errors` tells where and what would be right',
  401: 'Not signed in, or the token has expired',
  403: 'Not for your role',
  404: 'No such thing',
  409: 'Against the present state; for a reply, `unseen` holds what was written since',
} as const;

const problems = Object.fromEntries(
  Object.entries(refusals).map(([status, description]) => [
    status,
    { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
  ]),
);

const keyHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'A new UUID with each change, the same one with its repetitions; the change is made once.',
  schema: { type: 'string', minLength: 8, maxLength: 128 },
};

function queryParameters(route: Route) {
  if (!route.query) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(route.query, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

const pathParameters = (route: Route) =>
  [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const operation = (route: Route) => ({
  summary: route.summary,
  description: [
    `For ${route.roles.join(', ')}.`,
    ...(route.guard ? ['What the caller may not see (`sees` of the agent) is answered as if it were not there.'] : []),
  ].join(' '),
  parameters: [...pathParameters(route), ...queryParameters(route), ...(route.takesKey ? [keyHeader] : [])],
  ...(route.body ? { requestBody: { required: true, ...content(route.body, 'input') } } : {}),
  responses: {
    [route.answers.status]: { description: 'Done', ...content(route.answers.schema, 'output') },
    ...problems,
  },
});

export function openApiDocument() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of [...routes, ...connectionRoutes])
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Parley agent API',
      version: '1',
      description:
        'What agents, supervisors and admins do. Bearer token of the sign-in; times are ISO 8601 in UTC; errors are RFC 9457 problem details.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ signIn: [] }],
    paths,
    components: {
      securitySchemes: { signIn: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: namedComponents(),
    },
  };
}
