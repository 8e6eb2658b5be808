import type { Plan } from '../plan.ts';
import { randomFrom } from '../random.ts';
import { type Agenda, createAgenda } from './agenda.ts';
import { environment, secrets, setUp } from './business.ts';
import { type ConsoleSockets, createConsoleSockets } from './console-sockets.ts';
import { type Dynamo, openDynamo } from './dynamodb.ts';
import { outside, type Wire, type WireAnswer } from './interception.ts';
import { createInvocations, type Invocations } from './invocations.ts';
import { answerComprehend, answerS3, answerSender, answerSsm, type Sent, serviceOf } from './services.ts';
import { answerSqs, createQueues, type Queues } from './sqs.ts';
import { createTime, type Time } from './time.ts';
import { createTimers, type TimerFaults, type Timers } from './timers.ts';

/** Everything outside the functions, and the functions. */
export type World = {
  readonly time: Time;
  readonly dynamo: Dynamo;
  readonly queues: Queues;
  readonly agenda: Agenda;
  readonly timers: Timers;
  readonly invocations: Invocations;
  readonly sockets: ConsoleSockets;
  /** What providers took to send. */
  readonly sent: readonly Sent[];
  /** Lets a request take its effect. */
  perform(wire: Wire): Promise<WireAnswer>;
};

export type WorldNeeds = {
  readonly plan: Plan;
  readonly timerFaults: TimerFaults;
  /** Called when a provider took something to send: it will report. */
  readonly onSent: (sent: Sent) => void;
};

/** Which functions the clocks of a plan belong to; the others are right. */
const withClocks = [
  'twilioSmsWebhook',
  'sesEmailWebhook',
  'telegramWebhook',
  'receiveMessages',
  'routeConversations',
  'escalate',
  'deliverReplies',
  'publishEvents',
  'agentApi',
] as const;

/** A ticket for a socket is good for a minute, by the clocks of those who give and take it. */
const agentApiIsOffByAtMostMs = 30_000;

const withinTickets = (name: string, ms: number): number =>
  name === 'agentApi' ? Math.sign(ms) * Math.min(Math.abs(ms), agentApiIsOffByAtMostMs) : ms;

const skewIn =
  ({ faults }: Plan) =>
  (name: string): number =>
    faults.reduce(
      (ms, fault) =>
        fault.on === 'clock' && withClocks[fault.function] === name ? withinTickets(name, fault.byMs) : ms,
      0,
    );

/** Runs the harness's own work on the world: nothing goes wrong there. */
export const asHarness = <Result>(perform: World['perform'], work: () => Promise<Result>): Promise<Result> =>
  outside.run(
    { request: perform, timer: () => () => undefined, nowMs: () => 0, random: () => 0.5, log: () => undefined },
    work,
  );

export async function createWorld({ plan, timerFaults, onSent }: WorldNeeds): Promise<World> {
  const time = createTime();
  const agenda = createAgenda(time);
  const queues = createQueues(time);
  const dynamo = await openDynamo(time);
  const timers = createTimers({ time, agenda, faultsOf: timerFaults });
  const sockets = createConsoleSockets();
  const sent: Sent[] = [];

  function take(taken: Omit<Sent, 'providerId'>): string {
    const number = String(sent.length + 1);
    const providerId = taken.service === 'ses' ? `ses-out-${number}` : `SM${number.padStart(32, 'f0')}`;
    sent.push({ ...taken, providerId });
    onSent({ ...taken, providerId });
    return providerId;
  }

  async function answer(wire: Wire): Promise<WireAnswer> {
    const service = serviceOf(wire);
    switch (service) {
      case 'dynamodb':
        return dynamo.answer(wire);
      case 'sqs':
        return answerSqs(queues, wire);
      case 'ssm':
        return answerSsm(secrets, wire);
      case 'comprehend':
        return answerComprehend(wire);
      case 's3':
        return answerS3();
      case 'sfn':
        return timers.answerStepFunctions(wire);
      case 'scheduler':
        return timers.answerScheduler(wire);
      case 'sockets':
        return sockets.answer(wire);
      case 'ses':
      case 'twilio':
      case 'telegram':
        return answerSender(service, wire, take);
    }
  }

  const perform = (wire: Wire) => outside.run(undefined, () => answer(wire));
  await asHarness(perform, setUp);
  const invocations = createInvocations({
    time,
    environment,
    skewMs: skewIn(plan),
    random: randomFrom(plan.seed ^ 0xd1_ce),
  });
  return { time, dynamo, queues, agenda, timers, invocations, sockets, sent, perform };
}
