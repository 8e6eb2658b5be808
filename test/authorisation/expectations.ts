/**
 * Who may do what: one row for each way into Parley, written by hand and apart from the product, so that either can show
 * the other wrong. `docs/authorisation.md` is made from it; `matrix.test.ts` asks the running product for every cell.
 *
 * `yes`: any that exists. `own`: those that one sees, or one's own; others as `others` says. A number: refused with it.
 */
export type Cell = 'yes' | 'own' | 401 | 403 | 404;

/** What `{id}` names; decides which ids a route is asked about. */
export type Names =
  | 'conversation'
  | 'customer'
  | 'agent'
  | 'connection'
  | 'quarantine'
  | 'setting'
  | 'list'
  | 'nothing';

/** How an id that is somebody else's is answered where a cell says `own`: as if it were not there, or openly. */
export const others: Readonly<Partial<Record<Names, 404 | 403>>> = { conversation: 404, customer: 404, agent: 403 };

export const roleColumns = ['agent', 'agent¹', 'supervisor', 'supervisor¹', 'admin'] as const;
export type RoleColumn = (typeof roleColumns)[number];

export type Row = readonly [route: string, names: Names, ...cells: readonly [Cell, Cell, Cell, Cell, Cell]];

// biome-ignore format: a table
/** The agent API. ¹ `sees: own-queues`. Whoever has no good token gets 401, and 403 without a group. */
export const agentApi: readonly Row[] = [
  //                                                                               agent  agent¹ superv. superv.¹ admin
  ['GET /v1/bootstrap',                                          'nothing',      'yes', 'yes', 'yes', 'yes', 'yes'],
  ['GET /v1/conversations',                                      'list',         'yes', 'own', 'yes', 'own', 'yes'],
  ['GET /v1/conversations/{id}',                                 'conversation', 'yes', 'own', 'yes', 'own', 'yes'],
  ['POST /v1/conversations/{id}/replies',                        'conversation', 'yes', 'own', 'yes', 'own', 'yes'],
  ['GET /v1/conversations/{id}/reply-options',                   'conversation', 'yes', 'own', 'yes', 'own', 'yes'],
  ['POST /v1/conversations/{id}/interactions',                   'conversation', 'yes', 'own', 'yes', 'own', 'yes'],
  ['POST /v1/conversations/{id}/calls',                          'conversation', 'yes', 'own', 'yes', 'own', 'yes'],
  ['POST /v1/conversations/{id}/messages/{messageId}/settle',    'conversation', 'yes', 'own', 'yes', 'own', 'yes'],
  ['POST /v1/conversations/{id}/tasks/{taskId}/done',            'conversation', 'yes', 'own', 'yes', 'own', 'yes'],
  ['POST /v1/conversations/{id}/join',                           'conversation', 'yes', 'own', 'yes', 'own', 'yes'],
  ['POST /v1/conversations/{id}/split',                          'conversation', 'yes', 'own', 'yes', 'own', 'yes'],
  ['POST /v1/conversations/{id}/notes',                          'conversation', 'yes', 'own', 'yes', 'own', 'yes'],
  ['POST /v1/conversations/{id}/assign',                         'conversation', 'yes', 'own', 'yes', 'own', 'yes'],
  ['POST /v1/conversations/{id}/transfer',                       'conversation', 'yes', 'own', 'yes', 'own', 'yes'],
  ['POST /v1/conversations/{id}/priority',                       'conversation', 'yes', 'own', 'yes', 'own', 'yes'],
  ['POST /v1/conversations/{id}/snooze',                         'conversation', 'yes', 'own', 'yes', 'own', 'yes'],
  ['POST /v1/conversations/{id}/resolve',                        'conversation', 'yes', 'own', 'yes', 'own', 'yes'],
  ['POST /v1/conversations/{id}/reopen',                         'conversation', 'yes', 'own', 'yes', 'own', 'yes'],
  ['GET /v1/conversations/{id}/messages/{eventId}/html',         'conversation', 'yes', 'own', 'yes', 'own', 'yes'],
  ['GET /v1/conversations/{id}/attachments/{attachmentId}',      'conversation', 'yes', 'own', 'yes', 'own', 'yes'],
  ['POST /v1/search',                                            'list',         'yes', 'own', 'yes', 'own', 'yes'],
  ['GET /v1/customers/{id}',                                     'customer',     'yes', 'own', 'yes', 'own', 'yes'],
  ['PATCH /v1/customers/{id}',                                   'customer',     'yes', 'own', 'yes', 'own', 'yes'],
  ['POST /v1/customers/{id}/merge',                              'customer',     'yes', 'own', 'yes', 'own', 'yes'],
  ['POST /v1/interactions',                                      'nothing',      'yes', 'yes', 'yes', 'yes', 'yes'],
  ['POST /v1/uploads',                                           'nothing',      'yes', 'yes', 'yes', 'yes', 'yes'],
  ['GET /v1/templates',                                          'nothing',      'yes', 'yes', 'yes', 'yes', 'yes'],
  ['PUT /v1/templates/{id}',                                     'setting',       403,   403,   403,   403,  'yes'],
  ['GET /v1/continuity',                                         'nothing',       403,   403,  'yes', 'yes', 'yes'],
  ['PUT /v1/continuity',                                         'nothing',       403,   403,   403,   403,  'yes'],
  ['GET /v1/agents',                                             'nothing',      'yes', 'yes', 'yes', 'yes', 'yes'],
  ['PUT /v1/agents/{id}',                                        'setting',       403,   403,   403,   403,  'yes'],
  ['PUT /v1/agents/{id}/presence',                               'agent',        'own', 'own', 'yes', 'yes', 'yes'],
  ['GET /v1/queues',                                             'nothing',      'yes', 'yes', 'yes', 'yes', 'yes'],
  ['PUT /v1/queues/{id}',                                        'setting',       403,   403,   403,   403,  'yes'],
  ['GET /v1/policies',                                           'nothing',       403,   403,  'yes', 'yes', 'yes'],
  ['PUT /v1/policies/{id}',                                      'setting',       403,   403,   403,   403,  'yes'],
  ['GET /v1/calendars',                                          'nothing',       403,   403,  'yes', 'yes', 'yes'],
  ['PUT /v1/calendars/{id}',                                     'setting',       403,   403,   403,   403,  'yes'],
  ['GET /v1/connections',                                        'nothing',       403,   403,  'yes', 'yes', 'yes'],
  ['GET /v1/quarantine',                                         'nothing',       403,   403,  'yes', 'yes', 'yes'],
  ['POST /v1/quarantine/{id}/retry',                             'quarantine',    403,   403,  'yes', 'yes', 'yes'],
  ['POST /v1/realtime/tickets',                                  'nothing',      'yes', 'yes', 'yes', 'yes', 'yes'],
];

// biome-ignore format: a table
/** The connections API. */
export const connectionsApi: readonly Row[] = [
  //                                                                               agent  agent¹ superv. superv.¹ admin
  ['GET /v1/providers',                                          'nothing',       403,   403,   403,   403,  'yes'],
  ['GET /v1/connections/{id}',                                   'connection',    403,   403,  'yes', 'yes', 'yes'],
  ['PUT /v1/connections/{id}',                                   'setting',       403,   403,   403,   403,  'yes'],
  ['PUT /v1/connections/{id}/credentials',                       'connection',    403,   403,   403,   403,  'yes'],
  ['POST /v1/connections/{id}/test',                             'connection',    403,   403,   403,   403,  'yes'],
  ['POST /v1/connections/{id}/register',                         'connection',    403,   403,   403,   403,  'yes'],
  ['POST /v1/connections/{id}/try-mapping',                      'setting',       403,   403,   403,   403,  'yes'],
  ['POST /v1/connections/{id}/disable',                          'connection',    403,   403,   403,   403,  'yes'],
  ['POST /v1/connections/{id}/enable',                           'connection',    403,   403,   403,   403,  'yes'],
  ['GET /v1/connections/{id}/health',                            'connection',    403,   403,  'yes', 'yes', 'yes'],
  ['GET /v1/connections/{id}/ledger',                            'connection',    403,   403,  'yes', 'yes', 'yes'],
];

/** What everybody may ask, with no token or a bad one. */
export const openRoutes = ['GET /openapi.json', 'GET /health'] as const;
