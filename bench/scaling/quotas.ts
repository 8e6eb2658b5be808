import { assumptions, type Quota } from './assumptions.ts';
import { type Pattern, partitionWrites, totalOf } from './heat-table.ts';
import { type Simulated, scenario } from './simulate.ts';
import { readQuotas, writeQuotas } from './table-quotas.ts';

function concurrency(use: { readonly pushes: number }): number {
  const { webhookMs, receiveMs, publishMs, deliverMs, agentApiMs, readsPerSecond } = assumptions;
  const { messagesPerSecond, repliesPerSecond, resolvedPerSecond } = scenario;
  const requests = repliesPerSecond + resolvedPerSecond + readsPerSecond;
  const busyMs =
    messagesPerSecond * (webhookMs + receiveMs) +
    repliesPerSecond * deliverMs +
    use.pushes * publishMs +
    requests * agentApiMs;
  return busyMs / 1000;
}

function queueQuotas({ hottestCustomer }: Simulated): readonly Quota[] {
  return [
    {
      service: 'SQS',
      what: 'calls for one message group: the customer who writes most',
      limit: 300,
      use: hottestCustomer,
      raise: 'nothing: a message group is one customer on one connection, and is what keeps them in order',
      source: 'SQS, high throughput for FIFO queues',
    },
    {
      service: 'SQS',
      what: 'calls to the inbound queue',
      limit: 9000,
      use: 3 * scenario.messagesPerSecond,
      raise: 'service quota of the region; up to 70,000 in the largest',
      source: 'SQS quotas; differs between regions, the smallest is taken [K]',
    },
  ];
}

function gatewayQuotas(commits: number): readonly Quota[] {
  const { messagesPerSecond, repliesPerSecond, resolvedPerSecond } = scenario;
  return [
    {
      service: 'API Gateway',
      what: 'requests to HTTP and WebSocket APIs of the account',
      limit: 10_000,
      use: messagesPerSecond + repliesPerSecond + resolvedPerSecond + assumptions.readsPerSecond + commits,
      raise: 'service quota "throttle rate"; pushes to sockets count',
      source: 'API Gateway quotas [K]',
    },
    {
      service: 'API Gateway',
      what: 'new WebSocket connections a second, when all consoles come back at once',
      limit: 500,
      use: scenario.openConsoles / 15,
      raise: 'nothing up to 7,500 consoles: they wait up to 30 s, by chance, before they come back',
      source: 'API Gateway, WebSocket quotas',
    },
  ];
}

function timerQuotas(deadlines: number): readonly Quota[] {
  return [
    {
      service: 'EventBridge Scheduler',
      what: 'schedules created',
      limit: 1000,
      use: deadlines,
      raise: 'service quota "CreateSchedule request rate"',
      source: 'Scheduler quotas; 5,000 in large regions [K]',
    },
    {
      service: 'EventBridge Scheduler',
      what: 'schedules that fire',
      limit: 1000,
      use: deadlines,
      raise: 'service quota "invocations throttle limit"; a late deadline is watched all the same',
      source: 'Scheduler quotas',
    },
    {
      service: 'Step Functions',
      what: 'executions started for what is late',
      limit: 150,
      use: deadlines * assumptions.lateShare,
      raise: 'service quota "StartExecution"; Scheduler and the function try again',
      source: 'Step Functions quotas, the smallest regions [K]',
    },
  ];
}

function otherQuotas(): readonly Quota[] {
  const { messagesPerSecond, coldConnections } = scenario;
  return [
    {
      service: 'Comprehend',
      what: 'DetectSentiment',
      limit: 20,
      use: messagesPerSecond * assumptions.comprehendShare,
      raise: 'service quota; until then the embedded engine answers alone, and says so in the analysis',
      source: 'Comprehend quotas; throttled dynamically above [K]',
    },
    {
      service: 'SSM',
      what: 'GetParameter: secrets of connections',
      limit: 40,
      use:
        ((messagesPerSecond * assumptions.webhookMs) / 1000) *
        ((1 + coldConnections) / assumptions.secretsRememberedSeconds),
      raise: 'SSM setting "higher throughput" (10,000 a second, $0.05 per 10,000 calls)',
      source: 'Systems Manager quotas [K]',
    },
  ];
}

/** Every limit by the share of it that the scenario uses, the most used first. */
export function quotasFor(simulated: Simulated, patterns: readonly Pattern[]): readonly Quota[] {
  const writes = totalOf(patterns, 'table');
  const pushes = Math.ceil(writes / partitionWrites) * assumptions.readsPerShard;
  const lambda: Quota = {
    service: 'Lambda',
    what: 'concurrent executions of the account',
    limit: 1000,
    use: concurrency({ pushes }),
    raise: 'service quota "concurrent executions"',
    source: 'Lambda quotas',
  };
  const others = [
    ...queueQuotas(simulated),
    // A decision of the scenario is a claim, a commit, and a head: six units.
    ...gatewayQuotas(writes / 6),
    ...timerQuotas(simulated.deadlines / scenario.seconds),
    ...otherQuotas(),
  ];
  const all = [...writeQuotas(patterns), ...readQuotas(simulated, writes), ...others, lambda];
  return all.toSorted((one, other) => other.use / other.limit - one.use / one.limit);
}
