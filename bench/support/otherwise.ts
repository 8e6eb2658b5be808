import { type Measured, meanIn, type PerMessage } from '../per-message.ts';
import { alternatives, prices } from '../prices.ts';

/** Something done otherwise: dollars per million messages as it is and as it would be. */
export type Otherwise = { readonly what: string; readonly now: number; readonly otherwise: number };

const million = 1_000_000;
/** Of an execution that waits until a deadline and finds the reply given: docs/decisions/0021. */
const transitionsOfWaiting = 4;
const consoles = 20;
/** An entry that is made when work begins and finished when it is done. */
const unitsOfIdempotency = 2;

const callsOf =
  (name: string, operation: string) =>
  ({ callsByFunction }: Measured): number =>
    callsByFunction.get(name)?.get(operation) ?? 0;

/** What the measured counts would cost if the choices of the design were others. */
export function otherwiseOf({ full }: PerMessage): readonly Otherwise[] {
  const mean = (figure: (of: Measured) => number): number => meanIn(full, figure) * million;
  const deadlines = mean(callsOf('publishEvents', 'Scheduler.CreateSchedule'));
  const comprehend = mean(({ counts }) => counts.comprehendUnits) * prices.comprehendUnit;
  const requests = mean(callsOf('receiveMessages', 'Comprehend.DetectSentiment'));
  const perRequest = requests === 0 ? 0 : comprehend / requests;
  const escalation = mean(
    ({ counts }) => counts.timers * prices.timer + counts.stateTransitions * prices.stateTransition,
  );
  const late = mean(({ counts }) => counts.stateTransitions) * prices.stateTransition;
  const pushes = mean(({ counts }) => counts.socketMessages) * prices.socketMessage;
  // The sockets are read once for each batch of the stream.
  const batches = mean(callsOf('publishEvents', 'DynamoDB.Query'));
  const http = mean(({ counts }) => counts.httpRequests);
  const gbSeconds = mean(({ counts }) => counts.lambdaGbSeconds);
  const execution = transitionsOfWaiting * prices.stateTransition;
  return [
    { what: 'Comprehend for every message', now: comprehend, otherwise: perRequest * million },
    { what: 'Comprehend for every message, language too', now: comprehend, otherwise: 2 * perRequest * million },
    { what: 'a Step Functions execution for each deadline', now: escalation, otherwise: deadlines * execution + late },
    { what: 'a Step Functions execution for each message', now: escalation, otherwise: million * execution + late },
    {
      what: `${consoles} consoles that follow everything`,
      now: pushes,
      otherwise: batches * consoles * prices.socketMessage,
    },
    { what: 'a log of changes, one more write a batch', now: 0, otherwise: batches * prices.writeUnit },
    {
      what: 'a table of its own against duplicates',
      now: 0,
      otherwise: unitsOfIdempotency * million * prices.writeUnit,
    },
    {
      what: 'a REST API instead of an HTTP API',
      now: http * prices.httpRequest,
      otherwise: http * alternatives.restRequest,
    },
    {
      what: 'Lambda on x86',
      now: gbSeconds * prices.lambdaGbSecond,
      otherwise: gbSeconds * alternatives.lambdaGbSecondX86,
    },
  ];
}
