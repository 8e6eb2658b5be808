import {
  agentApi,
  type Cell,
  connectionsApi,
  type Names,
  openRoutes,
  others,
  type Row,
  roleColumns,
} from './expectations.ts';
import {
  challenges,
  chatApi,
  forms,
  frames,
  handshakes,
  senderColumns,
  visitorColumns,
  webhooks,
} from './other-expectations.ts';

export const pageFile = 'docs/authorisation.md';

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const code = (text: string): string => `\`${text}\``;

function shown(cell: Cell, names: Names): string {
  if (cell === 'own' && names === 'list') return 'own';
  if (cell === 'own') return `own, else ${others[names] ?? 404}`;
  return cell === 'yes' ? 'yes' : String(cell);
}

const signedInTable = (rows: readonly Row[]): string =>
  table(
    ['route', 'no good token', 'no group', ...roleColumns],
    rows.map(([route, names, ...cells]) => [code(route), '401', '403', ...cells.map((cell) => shown(cell, names))]),
  );

const listed = (routes: readonly string[]): string => routes.map(code).join(', ');

const plain = (rows: readonly (readonly [string, ...Cell[]])[]) =>
  rows.map(([route, ...cells]) => [code(route), ...cells.map(String)]);

const frameRows = Object.entries(frames).map(([api, names]) => [api, listed(names)]);

/** The tables as a page to read. */
export const authorisationPage = (): string => `# Who may do what

<!-- Made by \`node test/authorisation/run.ts --write\` from the tables in \`test/authorisation/\`. -->

Every route, asked by everybody who could ask. A test asks the running product for each cell, with real tokens, about things that
are one's own, somebody else's and not there, and fails when a route has no row: \`node test/authorisation/run.ts\`.

**yes**: any that there is. **own**: what one sees, or one's own record. A number: refused with it. What is not there is 404 for
whoever may ask.

## Roles

The groups of the sign-in: \`agent\`, \`supervisor\`, \`admin\`. Somebody in several has the most that they allow. Each route names its
groups in \`functions/agent-api/routes.ts\` and \`functions/connections-api/routes.ts\`; they are enforced before anything is parsed, in
\`functions/middleware/api/serve.ts\`.

## Who sees which conversations

By default everybody at the help desk opens every conversation: colleagues stand in for each other, and an answer is found where
it was given. An administrator narrows that for a person with \`sees: own-queues\` in the agent's record
(\`PUT /v1/agents/{id}\`). Who is marked ¹ below is narrowed; such a person sees

- conversations of the queues they work in (\`queueIds\`) or lead (\`leadsQueueIds\`): their escalations are among these,
- conversations they have, wherever they lie, and those that will come back to them,
- customers with whom there is such a conversation, and of a customer's conversations only these,
- lists without the others.

All else is answered as what does not exist, word for word. A conversation that was joined into another is seen by whoever sees
that one. What is transferred to a queue of others is gone for whoever transferred it, repeated requests included. Administrators
always see all. The rule is \`domain/agents/may-see.ts\`; \`functions/agent-api/must-see.ts\` puts it before every path that begins with
\`/v1/conversations/{id}\` or \`/v1/customers/{id}\`.

Colleagues and queues are shown to everybody, so that a conversation can be given on. Supervisors see all of quarantine: what lies
there has no queue yet. Whoever enters an interaction under an address gets the customer it belongs to, by name.

## Agent API

No good token: none at all; expired, without an end, not valid yet, issued in the future; for another audience or by another
issuer; with \`alg: none\`, with HS256 and the public key, with an unknown or no \`kid\`, by a strange key, with its own key in the header;
an ID token; a changed payload; another scheme; a good one in the query. ¹ \`sees: own-queues\`.

${signedInTable(agentApi)}

Open to everybody: ${listed(openRoutes)}.

## Connections API

Secrets go in and are never shown.

${signedInTable(connectionsApi)}

## Chat API

Below \`/chat/{connectionId}/\`. A session's token opens its own chat and shows its own visitor's conversation. *Another visitor* has a
good token too: what it gets is its own. *Another secret*: this visitor's session with a secret made up. A page of another site is told by its \`Origin\`, against \`allowedOrigins\` of the connection.

${table(['route', ...visitorColumns], plain(chatApi))}

A chat that is not there or not switched on is 404 for everybody.

## Webhooks

Refusals have no body. *At another connection*: rightly signed, with the secret of another connection.

${table(['route', ...senderColumns], plain(webhooks))}

Ownership of an address is proved at ${listed(challenges)}, only with the token that was agreed. Contact forms are for everybody:
${listed(forms)}. Mail, AWS SMS, AWS WhatsApp and Amazon Connect reach Parley inside the account, by IAM.

## Sockets

${table(
  ['API', 'opened with', ''],
  handshakes.map(([api, who, cell]) => [api, who, String(cell)]),
)}

The console's sockets need no check of the origin: a page without the access token gets no ticket.

| API | frames |
| --- | --- |
${frameRows.map(([api, names]) => `| ${api} | ${names} |`).join('\n')}

What a console follows with \`subscribe\`, is shown and says with \`presence\` is held against \`sees\`, as it was when it subscribed last. A
visitor's frames are about their own conversation and can name no other.
`;
