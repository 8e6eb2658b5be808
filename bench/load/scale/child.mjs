// Runs the real handlers in a process of its own, so that the CPU of the emulators is not counted.
import { once } from 'node:events';

const context = { functionName: 'bench', awsRequestId: 'bench', getRemainingTimeInMillis: () => 10_000 };
const median = (values) => values.toSorted((one, other) => one - other)[values.length >> 1];

async function say(message) {
  const heard = once(process, 'message');
  process.send(message);
  await heard;
}

/** Puts something back to how it was; not counted, and not through the meter. */
const prepare = ({ url, target, body }) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target },
    body: JSON.stringify(body),
  });

async function cpuOf({ module, events, before, check }, from, to) {
  const { handler } = await import(module);
  const cpuMs = [];
  for (const event of events.slice(from, to)) {
    if (before) await (await prepare(before)).arrayBuffer();
    const used = process.cpuUsage();
    const answer = await handler(event, context);
    const { user, system } = process.cpuUsage(used);
    cpuMs.push((user + system) / 1000);
    const failures = answer?.batchItemFailures?.length ?? 0;
    if (failures > 0 || (answer?.statusCode ?? 200) >= 300) throw new Error(`${check}: ${JSON.stringify(answer)}`);
  }
  return cpuMs;
}

process.once('message', async ({ operations, warming }) => {
  for (const operation of operations) {
    await cpuOf(operation, 0, warming);
    await say({ began: operation.check });
    const cpuMs = median(await cpuOf(operation, warming, operation.events.length));
    await say({ ended: operation.check, cpuMs });
  }
  process.exit();
});
