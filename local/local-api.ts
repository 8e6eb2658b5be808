import type { ServerResponse } from 'node:http';
import { Duration } from 'luxon';
import { z } from 'zod';
import type { Sent } from './channels/local-channel.ts';
import { comprehendFaults } from './emulators/comprehend.ts';
import { type Received, sendJson } from './http/http-event.ts';
import { verdicts } from './mail/mail-intake.ts';
import type { Parts } from './parts.ts';
import { processState } from './process-state.ts';
import { mailConnection } from './seed/accounts.ts';
import { composeMail, sendText } from './seed/simulate.ts';
import {
  type Simulated,
  simulate as simulateChannel,
  simulatedChannels,
  UnknownAction,
} from './seed/simulate-channel.ts';
import { providerFaults } from './stand-ins/providers.ts';

type Answer = { readonly status: number; readonly body: unknown };
type Needs = Parts;
type Handle = (needs: Needs, received: Received) => Promise<unknown> | unknown;

const $Clock = z.object({ advance: z.string().refine((text) => durationMs(text) >= 0, 'an ISO 8601 duration') });
const $Faults = z.object({
  comprehend: z.enum(comprehendFaults).optional(),
  twilio: z.enum(providerFaults).optional(),
  /** All the other providers. */
  providers: z.enum(providerFaults).optional(),
  mail: z.enum(verdicts).optional(),
});
const $Person = z.object({ person: z.string().min(1) });
const $Address = z.string().trim().min(1);
const $Simulated = z.union([
  z.object({
    provider: z.string(),
    action: z.string(),
    values: z.record(z.string(), z.string()).default({}),
  }),
  z.object({
    provider: z.literal('twilio-sms'),
    from: $Address,
    text: z.string(),
    to: $Address.optional(),
    connection: $Address.optional(),
  }),
  z.object({
    provider: z.literal('ses-email'),
    from: $Address,
    to: $Address.default(mailConnection.address),
    subject: z.string().default(''),
    text: z.string(),
  }),
]);

const durationMs = (text: string): number => {
  const duration = Duration.fromISO(text);
  return duration.isValid ? duration.toMillis() : Number.NaN;
};

const clockNow = ({ clock }: Needs) => ({ now: clock.now().toISOString() });

async function moveClock(needs: Needs, received: Received) {
  await needs.clock.advance(durationMs(bodyOf(received, $Clock).advance));
  needs.sockets.closeOld();
  needs.chatSockets.closeOld();
  return clockNow(needs);
}

function setFaults({ comprehend, twilio, providers, intake }: Needs, received: Received) {
  const faults = bodyOf(received, $Faults);
  if (faults.comprehend) comprehend.setFault(faults.comprehend);
  if (faults.twilio) twilio.setFault(faults.twilio);
  if (faults.providers) providers.setFault(faults.providers);
  if (faults.mail) intake.setVerdict(faults.mail);
  return faults;
}

async function simulateAction(needs: Needs, asked: Simulated) {
  const { deliver, clock, addresses } = needs;
  try {
    const answers = await simulateChannel({ deliver, now: clock.now(), publicUrl: addresses.url }, asked);
    return { webhookStatus: answers.find(({ status }) => status >= 300)?.status ?? 200, answers };
  } catch (error) {
    if (error instanceof UnknownAction) throw new BadRequest(error.message);
    throw error;
  }
}

async function simulate(needs: Needs, received: Received) {
  const asked = bodyOf(received, $Simulated);
  if ('action' in asked) return simulateAction(needs, asked);
  if (asked.provider === 'twilio-sms') {
    const { connection: connectionId, ...text } = asked;
    return { webhookStatus: await sendText(needs.addresses.url, { ...text, connectionId }) };
  }
  const { from, to, subject, text } = asked;
  const raw = await composeMail({ from, to, subject, text });
  return { messageId: await needs.intake.receive({ mailFrom: from, rcptTo: [to], raw }) };
}

/** A mail as its bytes; the envelope is in the query: `?from=…&to=…`. */
async function takeMail({ intake }: Needs, { url, body }: Received) {
  const rcptTo = url.searchParams.getAll('to');
  const mailFrom = url.searchParams.get('from') ?? '';
  const mail = { mailFrom, rcptTo: rcptTo.length > 0 ? rcptTo : [mailConnection.address], raw: body };
  return { messageId: await intake.receive(mail) };
}

async function tokenOf({ signIn }: Needs, received: Received) {
  return { token: await signIn.tokenFor(bodyOf(received, $Person).person) };
}

async function state({ sources, clock, sockets, scheduler, executions, comprehend }: Needs) {
  const queues = await sources.depths();
  const isBusy = Object.values(queues).some(({ waiting, inFlight }) => waiting + inFlight > 0);
  return {
    now: clock.now().toISOString(),
    isIdle: !isBusy && sources.isStreamIdle(),
    queues,
    stream: { isIdle: sources.isStreamIdle() },
    sockets: sockets.count(),
    timers: scheduler.waiting(),
    executions: await executions(),
    comprehend: comprehend.calls(),
  };
}

/** What reached customers through providers and through services of AWS, newest first. */
function sentEverywhere({ providers, smsVoice, socialMessaging }: Needs): readonly Sent[] {
  const texts = smsVoice.messages().map(
    ({ messageId: id, to, text, at, mediaUrls: files, eventType: status }): Sent => ({
      provider: 'aws-sms',
      id,
      to,
      text,
      at,
      files,
      status,
    }),
  );
  const chats = socialMessaging
    .messages()
    .map(
      ({ id, to, text, files, at }): Sent => ({ provider: 'aws-whatsapp', id, to, text, files, at, status: 'sent' }),
    );
  return [...providers.sent(), ...texts, ...chats].toSorted((one, other) => other.at.localeCompare(one.at));
}

const handlers: Readonly<Record<string, Handle>> = {
  'GET /local/state': state,
  'GET /local/process': (_, { url }) => processState({ isCollected: url.searchParams.has('collected') }),
  'GET /local/clock': clockNow,
  'POST /local/clock': moveClock,
  'POST /local/faults': setFaults,
  'POST /local/simulate': simulate,
  'POST /local/mail': takeMail,
  'POST /local/token': tokenOf,
  'POST /local/poll': ({ deliver }) => deliver({ function: 'pollSources', event: {} }),
  'GET /local/texts': ({ twilio }) => ({ items: twilio.messages().toReversed() }),
  'GET /local/sent': (needs) => ({ items: sentEverywhere(needs) }),
  'GET /local/channels': () => ({ items: simulatedChannels() }),
  'GET /local/addresses': ({ addresses }) => addresses,
};

class BadRequest extends Error {}

function bodyOf<Body>({ body }: Received, schema: z.ZodType<Body>): Body {
  try {
    return schema.parse(JSON.parse(body.toString()));
  } catch (error) {
    throw new BadRequest(error instanceof z.ZodError ? z.prettifyError(error) : 'the body is not JSON');
  }
}

/** Web pages of others may send requests to this machine; only our own may change anything. */
const isOurs = ({ request }: Received): boolean => {
  const { origin, host } = request.headers;
  return origin === undefined || origin === `http://${host}`;
};

async function answerTo(needs: Needs, received: Received): Promise<Answer> {
  const { request, url } = received;
  const handle = handlers[`${request.method} ${url.pathname}`];
  if (!handle) return { status: 404, body: { message: `there is only ${Object.keys(handlers).join(', ')}` } };
  if (!isOurs(received)) return { status: 403, body: { message: 'only pages of this system may ask this' } };
  try {
    return { status: 200, body: await handle(needs, received) };
  } catch (error) {
    if (!(error instanceof BadRequest)) throw error;
    return { status: 400, body: { message: error.message } };
  }
}

/** Answers `/local/*`: what only a local system can do. */
export const createLocalApi =
  (needs: Needs) =>
  async (received: Received, response: ServerResponse): Promise<void> => {
    const { status, body } = await answerTo(needs, received);
    sendJson(response, status, body);
  };
