import type { SqsQueueName } from '#functions/function-row.ts';

/** The runbook's heading for each thing that can raise an alarm; a test holds docs/runbook.md to it. */
export const headings = {
  ofFunction: (name: string): string => name,
  ofQueue: (name: SqsQueueName): string => `SQS queue ${name}`,
  ofDeadLetters: (functionName: string): string => `Dead letters of ${functionName}`,
  quarantine: 'Quarantine',
};

/** Where a heading is found, as GitHub and CommonMark renderers make anchors. */
export const runbookLink = (heading: string): string => `docs/runbook.md#${heading.toLowerCase().replaceAll(' ', '-')}`;
