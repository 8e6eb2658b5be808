import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { appSecretProof, graphVersion } from '#adapters/channels/meta/graph.ts';
import type { StandInAnswer, StandInContext, StandInRequest } from './local-channel.ts';
import type { MetaAccount } from './meta-account.ts';

type Refused = { readonly code: number; readonly error_subcode?: number; readonly message: string };

/** An error in Meta's shape; https://developers.facebook.com/docs/graph-api/guides/error-handling. */
export const refused = (error: Refused): StandInAnswer => ({
  status: 400,
  body: { error: { type: 'OAuthException', fbtrace_id: randomBytes(8).toString('base64url'), ...error } },
});

export const answered = (body: unknown): StandInAnswer => ({ status: 200, body });

/** People who cannot be written to, by what Meta says then. */
const troubled: Readonly<Record<string, Refused>> = {
  '551': { code: 551, error_subcode: 1_545_041, message: "(#551) This person isn't available right now." },
  '278': { code: 10, error_subcode: 2_018_278, message: '(#10) This message is sent outside of allowed window.' },
  '000': { code: 100, error_subcode: 2_018_001, message: '(#100) No matching user found' },
};

const $Send = z.object({
  recipient: z.object({ id: z.string().optional(), comment_id: z.string().optional() }),
  messaging_type: z.enum(['RESPONSE', 'UPDATE', 'MESSAGE_TAG']).optional(),
  tag: z.string().optional(),
  reply_to: z.object({ mid: z.string() }).optional(),
  message: z.object({
    text: z.string().min(1).optional(),
    attachment: z
      .object({ type: z.enum(['image', 'video', 'audio', 'file']), payload: z.object({ url: z.url() }) })
      .optional(),
  }),
});
type Send = z.infer<typeof $Send>;

const $Subscribe = z.object({ subscribed_fields: z.string().transform((list) => list.split(',')) });

const $Comment = z.object({ message: z.string().min(1), comment_id: z.string().optional() });

export type GraphStandIn = {
  readonly account: MetaAccount;
  /** Characters of a text. */
  readonly longest: number;
  /** Does the API want to see the proof by app secret? */
  readonly wantsProof: boolean;
  /** What a path is answered, beside what all accounts have. */
  readonly lookUp: (path: string, fields: string) => unknown;
  /** What follows a message: receipts, an echo. */
  readonly afterwards: (context: StandInContext, sent: { readonly to: string; readonly mid: string }) => void;
};

type Asked = {
  readonly path: string;
  readonly request: StandInRequest;
  readonly context: StandInContext;
  readonly memory: Memory;
};

/** What the stand-in remembers. */
type Memory = { readonly answeredComments: Set<string>; subscribedFields: readonly string[] };

/** Plays the Graph API for one account. */
export function graphStandIn(options: GraphStandIn) {
  const memory: Memory = { answeredComments: new Set(), subscribedFields: [] };
  return (request: StandInRequest, context: StandInContext): StandInAnswer => {
    const trouble = troubleOf(options, request);
    if (trouble) return refused(trouble);
    const path = request.path.replace(`/${graphVersion}/`, '');
    const asked = { path, request, context, memory };
    return request.method === 'GET' ? read(options, asked) : write(options, asked);
  };
}

/** Is it the account's token, or the app's own, with the proof that goes with it? */
function troubleOf(
  { account, wantsProof }: GraphStandIn,
  { path, headers, query }: StandInRequest,
): Refused | undefined {
  const { accessToken, appId, appSecrets } = account.credentials;
  const token = headers.authorization?.replace('Bearer ', '') ?? '';
  if (!path.startsWith(`/${graphVersion}/`))
    return { code: 2635, message: '(#2635) You are calling a deprecated version' };
  if (token === `${appId}|${appSecrets[0]}`) return undefined;
  if (token !== accessToken) return { code: 190, message: 'Invalid OAuth access token - Cannot parse access token' };
  const isProven = !wantsProof || query.get('appsecret_proof') === appSecretProof(token, appSecrets[0]);
  return isProven ? undefined : { code: 100, message: 'Invalid appsecret_proof provided in the API argument' };
}

function write(options: GraphStandIn, asked: Asked): StandInAnswer {
  const { path, request, memory } = asked;
  if (path.endsWith('/messages')) return send(options, asked);
  if (/\/(comments|replies|mentions)$/.test(path)) return comment(options, asked);
  if (path === 'me/subscribed_apps') memory.subscribedFields = bodyOf(request, $Subscribe)?.subscribed_fields ?? [];
  return answered({ success: true });
}

function read({ account, lookUp }: GraphStandIn, { path, request, context, memory }: Asked): StandInAnswer {
  const { credentials, connection, object } = account;
  const callback = `${context.publicUrl}/webhooks/${connection.provider}/${connection.id}`;
  if (path === `${credentials.appId}/subscriptions`)
    return answered({ data: [{ object, callback_url: callback, active: true, fields: [] }] });
  if (path === 'me/subscribed_apps') return answered({ data: subscriptionsOf(memory, credentials.appId) });
  const found = lookUp(path, request.query.get('fields') ?? '');
  if (found !== undefined) return answered(found);
  return refused({ code: 100, error_subcode: 33, message: 'Unsupported get request. Object with ID does not exist' });
}

const subscriptionsOf = ({ subscribedFields }: Memory, id: string) =>
  subscribedFields.length === 0 ? [] : [{ id, subscribed_fields: subscribedFields }];

const bodyOf = <Body>({ body }: StandInRequest, schema: z.ZodType<Body>): Body | undefined => {
  try {
    return schema.safeParse(JSON.parse(body.toString('utf8'))).data;
  } catch {
    return undefined;
  }
};

function send(options: GraphStandIn, { request, context, memory: { answeredComments } }: Asked): StandInAnswer {
  const body = bodyOf(request, $Send);
  const problem = body
    ? problemOf(options, body, answeredComments)
    : { code: 100, message: '(#100) Invalid parameter' };
  if (!body || problem) return refused(problem ?? { code: 100, message: '(#100) Invalid parameter' });
  const { recipient, message } = body;
  const to = recipient.id ?? `comment ${recipient.comment_id ?? ''}`;
  if (recipient.comment_id) answeredComments.add(recipient.comment_id);
  const mid = `m_${randomBytes(24).toString('base64url')}`;
  const file = message.attachment;
  context.noteSent({
    provider: options.account.connection.provider,
    id: mid,
    to,
    text: message.text ?? '',
    ...(file ? { files: [file.type] } : {}),
    status: 'sent',
    at: context.now().toISOString(),
  });
  if (recipient.id) options.afterwards(context, { to, mid });
  return answered({ recipient_id: to, message_id: mid });
}

function problemOf({ longest }: GraphStandIn, { recipient, message, tag }: Send, answeredComments: Set<string>) {
  const { id, comment_id } = recipient;
  if (comment_id && answeredComments.has(comment_id))
    return { code: 10_900, message: '(#10900) Activity already replied to' };
  const trouble = id === undefined ? undefined : troubled[id.slice(-3)];
  if (trouble) return trouble;
  if (tag !== undefined && tag !== 'HUMAN_AGENT') return { code: 100, message: '(#100) Tag is no longer supported' };
  if (!message.text === !message.attachment)
    return { code: 100, message: '(#100) Message cannot be empty, must provide valid attachment or text' };
  if ((message.text?.length ?? 0) > longest)
    return { code: 100, message: `(#100) Length of param message[text] must be less than or equal to ${longest}` };
  return undefined;
}

function comment({ account }: GraphStandIn, { path, request, context }: Asked): StandInAnswer {
  const body = bodyOf(request, $Comment);
  if (!body) return refused({ code: 100, message: '(#100) Missing message' });
  const [below = ''] = path.split('/');
  const id = `${below.split('_')[0] ?? ''}_${Date.now()}`;
  context.noteSent({
    provider: account.connection.provider,
    id,
    to: `everybody, below ${body.comment_id ?? below}`,
    text: body.message,
    status: 'sent',
    at: context.now().toISOString(),
  });
  return answered({ id });
}
