import type { DeliveryStatus } from '#domain/channels/delivery.ts';
import type { Run } from '../schedule.ts';
import type { TableImage } from '../world/table-image.ts';
import type { Invariant } from './invariant.ts';

const arrived: readonly DeliveryStatus[] = ['sent', 'delivered', 'read'];

function fate(status: DeliveryStatus | undefined, sends: number): string | undefined {
  if (sends > 1) return `was sent ${sends} times`;
  if (status === undefined) return 'is forgotten';
  if (status === 'queued' || status === 'sending') return `is ${status} for ever`;
  if (arrived.includes(status) && sends === 0) return `is ${status} and never left`;
  if (status === 'failed' && sends > 0) return 'is failed and was sent';
  return undefined;
}

function written({ conversations }: TableImage, name: string) {
  return conversations.flatMap(({ head, events }) =>
    events.flatMap((event) =>
      event.type === 'ReplyWritten' && event.text.endsWith(name)
        ? [{ messageId: event.messageId, status: head.deliveries[event.messageId] }]
        : [],
    ),
  );
}

function ofAnswer(run: Run, image: TableImage, number: number): readonly string[] {
  const name = `reply-${number}`;
  const status = run.answered.get(`step-${number}`);
  // There was nothing to answer.
  if (status === undefined) return [];
  const found = written(image, name);
  const wanted = status < 300 ? 1 : 0;
  if (found.length !== wanted) return [`answer ${number} was told ${status} and is written ${found.length} times`];
  const sends = run.world.sent.filter(({ reply }) => reply === name).length;
  return found.flatMap((one) => {
    const wrong = fate(one.status, sends);
    return wrong === undefined ? [] : [`answer ${number} ${wrong}`];
  });
}

/** Agents here are signed in and may do what they do. */
const shutOut = ({ answered }: Run): readonly string[] =>
  [...answered]
    .filter(([, status]) => status === 401 || status === 403)
    .map(([key, status]) => `agent: ${key} was answered ${status}`);

/** What an agent was told is written once; it left at most once, or is marked as "may have been sent". */
export const replies: Invariant = (run, image) => [
  ...shutOut(run),
  ...run.plan.steps.flatMap((step) => (step.do === 'answer' ? ofAnswer(run, image, step.number) : [])),
];
