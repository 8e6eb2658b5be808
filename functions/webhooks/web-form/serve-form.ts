import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { credentialsOf } from '#adapters/channels/shared/credentials.ts';
import { $WebFormCredentials, type WebFormCredentials } from '#adapters/channels/web-form/credentials.ts';
import { fieldsIn } from '#adapters/channels/web-form/form-body.ts';
import { formToken, shownIn } from '#adapters/channels/web-form/form-token.ts';
import type { Submission } from '#adapters/channels/web-form/payload.ts';
import { $FormSettings, ownFields } from '#adapters/channels/web-form/settings.ts';
import { emailOf } from '#adapters/channels/web-form/submission.ts';
import type { SendToQueue } from '#adapters/sqs/send-to-queue.ts';
import type { ReadSecret } from '#adapters/ssm/secrets.ts';
import type { Connection, ConnectionStore } from '#domain/channels/channel.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { instant } from '#domain/kernel/clock.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { webhookRequest } from '#functions/middleware/webhook.ts';
import { type HttpAnswer, notTaken, preflight, type Speaking, sentence, shown, thanked } from './answers.ts';
import { type TakingNeeds, takeForm } from './take-form.ts';

export type FormNeeds = TakingNeeds & {
  readonly connections: Pick<ConnectionStore, 'get'>;
  readonly secret: ReadSecret;
  readonly inbound: SendToQueue;
  readonly publicUrl: string;
  /** A random part for each showing of a form. */
  readonly nonce: () => string;
};

/** Far more than a form of 20 fields has. */
const mostBytes = 128 * 1024;

type Visit = Speaking & {
  readonly connection: Connection;
  readonly credentials: WebFormCredentials;
  readonly event: APIGatewayProxyEventV2;
  /** A page that may not send this form did. */
  readonly isStranger: boolean;
};

/** Shows a connection's form, and takes it: a page for people, JSON for scripts of the pages that are allowed to. */
export async function serveForm(needs: FormNeeds, event: APIGatewayProxyEventV2): Promise<HttpAnswer> {
  const connection = await needs.connections.get(event.pathParameters?.connectionId ?? '');
  if (connection?.provider !== 'web-form') throw new Refusal('not-found', 'there is no such form');
  if (connection.disabled) return sentence(410, 'This form is closed. Please reach us another way.');
  const visit = await visitOf(needs, connection, event);
  switch (event.requestContext.http.method) {
    case 'OPTIONS':
      return preflight(visit);
    case 'POST':
      return visit.isStranger ? sentence(403, 'This form may not be sent from that page.') : take(needs, visit);
    default:
      return shown(visit, newToken(needs, visit));
  }
}

async function visitOf(needs: FormNeeds, connection: Connection, event: APIGatewayProxyEventV2): Promise<Visit> {
  const settings = $FormSettings.parse(connection.settings);
  const credentials = await credentialsOf(needs.secret, connection.id, $WebFormCredentials);
  const { origin, accept = '', 'content-type': contentType = '' } = event.headers;
  const isAllowed = origin !== undefined && settings.allowedOrigins.includes(origin);
  const isOurs = origin === undefined || origin === new URL(needs.publicUrl).origin;
  return {
    connection,
    settings,
    credentials,
    event,
    wantsJson: contentType.startsWith('application/json') || /^application\/json\b/.test(accept),
    origin: isAllowed ? origin : undefined,
    isStranger: !(isAllowed || isOurs),
  };
}

const newToken = ({ now, nonce }: FormNeeds, { credentials, connection }: Visit): string =>
  formToken(credentials.signingKeys[0] ?? '', connection.id, { at: now(), nonce: nonce() });

async function take(needs: FormNeeds, visit: Visit): Promise<HttpAnswer> {
  const { connection, settings, credentials, event } = visit;
  const { body, contentType } = webhookRequest(event, mostBytes);
  const values = fieldsIn(contentType, body.toString('utf8'));
  const { http, requestId } = event.requestContext;
  const taken = await takeForm(needs, {
    connectionId: connection.id,
    settings,
    credentials,
    values,
    ip: http.sourceIp,
    requestId,
  });
  if (taken.kind === 'not-taken')
    return notTaken(visit, taken.trouble, { values, token: tokenAfter(needs, visit, values) });
  if (taken.kind === 'taken') {
    const { submissionId, answers } = taken;
    await enqueue(needs, connection, { submissionId, title: settings.title, answers: [...answers] });
  }
  return thanked(visit);
}

/** The same showing of the form goes on while its token is young enough; then it is another one. */
function tokenAfter(needs: FormNeeds, visit: Visit, values: ReadonlyMap<string, string>): string {
  const given = values.get(ownFields.token) ?? '';
  const before = shownIn(given, visit.credentials.signingKeys, visit.connection.id);
  const isYoung = before !== undefined && needs.now().getTime() - before.at.getTime() < 3_600_000;
  return isYoung ? given : newToken(needs, visit);
}

async function enqueue(needs: FormNeeds, connection: Connection, submission: Submission): Promise<void> {
  const { submissionId } = submission;
  const envelope: InboundEnvelope = {
    id: submissionId,
    provider: 'web-form',
    connectionId: connection.id,
    receivedAt: instant(needs.now()),
    contentType: 'application/json',
    body: JSON.stringify(submission),
    encoding: 'utf8',
  };
  const about = emailOf(submission.answers).replace(/[^\w+.@-]/g, '_');
  const group = `${connection.id}.${about}`.slice(0, 128);
  await needs.inbound({ body: envelope, group, deduplicationId: submissionId });
}
