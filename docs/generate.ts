import { writeFileSync } from 'node:fs';
import * as z from 'zod';
import { accessPatterns } from '#adapters/dynamodb/access-patterns.ts';
import { $ConversationEvent } from '#domain/conversations/events.ts';
import { catalogue } from '#functions/catalogue.ts';
import type { FunctionRow, Trigger } from '#functions/function-row.ts';
import { sqsQueues } from '#functions/sqs-queues.ts';
import { openApiDocument } from './openapi.ts';

/** Makes the references that come from code: `npm run docs` writes them, a test checks that they are current. */

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const page = (title: string, intro: string, body: string): string =>
  `# ${title}\n\n<!-- Made by \`npm run docs\`. -->\n\n${intro}\n\n${body}\n`;

function wokenBy(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'http':
      return trigger.routes.map((route) => `\`${route.path}\` (${route.access})`).join(', ');
    case 'sqs':
      return `SQS ${trigger.queues.join(', ')}, up to ${trigger.batchSize} at once`;
    case 'stream':
      return `the table's stream, up to ${trigger.batchSize} records at once`;
    case 'sns':
      return trigger.topic === 'mail' ? 'SNS, about mail received, delivered or bounced' : `SNS topic ${trigger.topic}`;
    case 'socket':
      return `the WebSocket API of the ${trigger.api}`;
    case 'schedule':
      return `the clock, every ${trigger.everyMinutes} minutes`;
    case 'eventbridge':
      return `EventBridge, about ${trigger.detailType}`;
    case 'contact-flow':
      return 'a contact flow of Amazon Connect';
    case 'timers-and-workflow':
      return 'timers of EventBridge Scheduler, the escalation workflow';
  }
}

function functionsPage(): string {
  const rows = Object.values<FunctionRow>(catalogue).map((row) => [
    `\`${row.entry}\``,
    wokenBy(row.trigger),
    row.permissions.join(', '),
    Object.keys(row.environment.shape).join(', '),
    row.impact,
  ]);
  const queues = Object.entries(sqsQueues).map(([name, queue]) => [
    `\`${name}\``,
    queue.fifo ? 'FIFO' : 'standard',
    `${queue.visibilityTimeoutSeconds} s`,
    String(queue.maxReceiveCount),
    queue.impact,
  ]);
  const functions = table(['function', 'woken by', 'may', 'environment', 'when it fails'], rows);
  const sqs = table(
    ['SQS queue', 'kind', 'visibility timeout', 'tries', 'when messages are in its dead letters'],
    queues,
  );
  return page('Functions', 'From `functions/catalogue.ts`.', `${functions}\n\n## SQS queues\n\n${sqs}`);
}

type KeyPart = (...parts: string[]) => string;

/** A key with the names of what it is made of in place of values, as the code names them. */
function keyOf(make: KeyPart): string {
  const [, names = ''] = /^\(([^)]*)\)/.exec(make.toString()) ?? [];
  const parts = names.split(',').map((name) => name.split(':')[0]?.trim() ?? '');
  return `\`${make(...parts.map((name) => `{${name}}`))}\``;
}

function accessPatternsPage(): string {
  const rows = Object.entries(accessPatterns).map(([question, { index, partition, sort }]) => [
    question,
    index,
    keyOf(partition as KeyPart),
    keyOf(sort as KeyPart),
  ]);
  const intro =
    'Every question the table answers, from `adapters/dynamodb/access-patterns.ts`. A query that is not a row here does not exist.';
  return page('Access patterns', intro, table(['question', 'index', 'partition', 'sort'], rows));
}

function eventsPage(): string {
  const common = new Set(['id', 'at', 'by', 'type']);
  const rows = $ConversationEvent.options.map((option) => {
    const fields = Object.keys(option.shape).filter((field) => !common.has(field));
    const type = z.string().parse(option.shape.type.value);
    return [`\`${type}\``, fields.map((field) => `\`${field}\``).join(', ')];
  });
  const intro =
    'Every fact there can be about a conversation, from `domain/conversations/events.ts`. Each has an `id`, the time `at` which it was decided, and `by` whom: an agent, the customer, or Parley by a named rule. Automatic ones carry a `reason` in words.';
  return page('Events', intro, table(['event', 'carries'], rows));
}

export const generated: Readonly<Record<string, () => string>> = {
  'functions/agent-api/openapi.json': () => `${JSON.stringify(openApiDocument(), null, 2)}\n`,
  'docs/functions.md': functionsPage,
  'docs/access-patterns.md': accessPatternsPage,
  'docs/events.md': eventsPage,
};

if (import.meta.main) for (const [file, make] of Object.entries(generated)) writeFileSync(file, make());
