import { emptyTwiml } from '#adapters/channels/twilio/twiml.ts';
import { isOver } from '#adapters/channels/twilio-voice/call-status.ts';
import { stateOf } from '#adapters/channels/twilio-voice/call-url.ts';
import { hasNumber } from '#adapters/channels/twilio-voice/caller.ts';
import {
  accepted,
  announcement,
  connecting,
  type Rendering,
  renderStep,
  whisper,
} from '#adapters/channels/twilio-voice/render-step.ts';
import { voiceSettingsOf } from '#adapters/channels/twilio-voice/settings.ts';
import { response, verb } from '#adapters/channels/twilio-voice/twiml.ts';
import type { Agent, AgentStore } from '#domain/agents/agent.ts';
import { type Clock, instant } from '#domain/kernel/clock.ts';
import type { Settings } from '#domain/routing/ports.ts';
import type { CallContext, Heard, NextStep } from '#domain/voice/call.ts';
import { beginning, menuInWords, nextStep } from '#domain/voice/menu.ts';
import type { CallRequest } from './genuine-request.ts';

export type AnsweringNeeds = {
  readonly agents: Pick<AgentStore, 'get' | 'list'>;
  readonly settings: Pick<Settings, 'calendars' | 'queues'>;
  readonly now: Clock;
  /** Puts what was told on the inbound SQS queue; `facts` are added to its query. */
  readonly report: (request: CallRequest, facts?: Readonly<Record<string, string | undefined>>) => Promise<void>;
  readonly wait: (milliseconds: number) => Promise<void>;
};

/**
 * Who hangs up ends a step and the call at once, and Twilio tells both at once. The step knows how the call went, so it
 * is given this time to be first.
 */
const statusWaitsMs = 1500;

/** The TwiML with which Twilio's request is answered. */
export function answerCall(needs: AnsweringNeeds, request: CallRequest): Promise<string> | string {
  const { query, form } = request;
  const rendering = renderingOf(request);
  switch (stepOf(request)) {
    case 'whisper':
      return whisper(rendering, query.get('lang') ?? 'en-US');
    case 'accept':
      return accepted(form.get('Digits') ?? '');
    case 'announce':
      return announcement(rendering);
    case 'connect':
      return connect(request, rendering);
    case 'status':
      return callEnded(needs, request);
    case 'leg':
    case 'recording':
    case 'transcript':
    case 'live-transcript':
      return reported(needs, request);
    default:
      return converse(needs, request, rendering);
  }
}

/** The first request of a call names no step; nor does its status, where that was set up by hand without one. */
const stepOf = ({ query, form }: CallRequest): string | undefined =>
  query.get('step') ?? (isOver(form.get('CallStatus')) ? 'status' : undefined);

function renderingOf({ connection, webhookUrl, form }: CallRequest): Rendering {
  const callerId = hasNumber(form.get('From') ?? '') ? undefined : connection.address;
  return { webhookUrl, settings: voiceSettingsOf(connection), callerId };
}

function connect({ query, form, connection }: CallRequest, rendering: Rendering): string {
  const parts = { agent: query.get('agent') ?? undefined, conversation: query.get('conversation') ?? undefined };
  const [digits, to] = [form.get('Digits') ?? '', `+${query.get('to') ?? ''}`];
  return connecting(rendering, { digits, to, from: connection.address, parts });
}

async function callEnded(needs: AnsweringNeeds, request: CallRequest): Promise<string> {
  // Of a call that we made, no step tells how it went.
  if (request.query.get('direction') !== 'out') await needs.wait(statusWaitsMs);
  return reported(needs, request);
}

async function reported(needs: AnsweringNeeds, request: CallRequest): Promise<string> {
  const agentId = request.query.get('agent');
  const agent = agentId ? await needs.agents.get(agentId) : undefined;
  await needs.report(request, { by: agent?.name });
  return emptyTwiml.body;
}

/** What the caller did, by the step that Twilio asks from. */
function heardIn({ query, form }: CallRequest): Heard {
  const digits = form.get('Digits') ?? '';
  switch (query.get('step')) {
    case 'language':
      return { kind: 'language', digits };
    case 'menu':
      return { kind: 'menu', digits, speech: form.get('SpeechResult') ?? '' };
    case 'dialled':
      return { kind: 'dialled', result: dialResult(form) };
    case 'recorded':
      return { kind: 'recorded', seconds: Number(form.get('RecordingDuration') ?? 0) };
    case 'call-back':
      return { kind: 'call-back', digits };
    default:
      return { kind: 'began' };
  }
}

/** A phone that was picked up without the key being pressed is `completed` too, but was never bridged. */
function dialResult(form: URLSearchParams): 'answered' | 'unanswered' | 'hung-up' {
  const isAnswered = ['completed', 'answered'].includes(form.get('DialCallStatus') ?? '');
  if (isAnswered && form.get('DialBridged') !== 'false') return 'answered';
  return form.get('CallStatus') === 'completed' ? 'hung-up' : 'unanswered';
}

async function converse(needs: AnsweringNeeds, request: CallRequest, rendering: Rendering): Promise<string> {
  const { connection, query } = request;
  if (connection.disabled) return response(verb('Reject'));
  const context = await contextOf(needs, request, rendering);
  const state = stateOf(query, beginning(context.settings, connection.queueId));
  const step = nextStep(context, state, heardIn(request));
  if (step.kind === 'hang-up') await needs.report(request, factsOf(context, step));
  return renderStep(rendering, step);
}

async function contextOf(needs: AnsweringNeeds, { form }: CallRequest, { settings }: Rendering): Promise<CallContext> {
  const [calendar, queues, agents] = await Promise.all([
    settings.hours ? needs.settings.calendars.get(settings.hours.calendarId) : undefined,
    needs.settings.queues.list(),
    needs.agents.list(),
  ]);
  const from = form.get('From') ?? '';
  return { settings, now: instant(needs.now()), calendar, queues, agents, hasNumber: hasNumber(from) };
}

/** How the call ended, for the one who reads the report. */
function factsOf({ settings, agents }: CallContext, step: Extract<NextStep, { kind: 'hang-up' }>) {
  const { outcome, state } = step;
  const last: Agent | undefined = agents.find(({ id }) => id === state.tried.at(-1));
  return {
    outcome,
    menu: menuInWords(settings, state.path),
    by: outcome === 'answered' ? last?.name : undefined,
  };
}
