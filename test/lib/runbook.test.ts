import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue } from '#functions/catalogue.ts';
import { sqsQueues } from '#functions/sqs-queues.ts';
import { keysOf } from '#lib/keys-of.ts';
import { headings, runbookLink } from '#lib/runbook.ts';
import { production, Synthesised } from '#test/lib/synthesised.ts';

const synthesised = new Synthesised(production);
const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
const sections = new Map(
  runbook
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section]),
);

describe('the runbook', () => {
  it('has a heading for every function and SQS queue', () => {
    const wanted = [...keysOf(catalogue).map(headings.ofFunction), ...keysOf(sqsQueues).map(headings.ofQueue)];
    expect(wanted.filter((heading) => !sections.has(heading))).toEqual([]);
  });

  it('has a heading for every alarm to link to', () => {
    const links = new Set([...sections.keys()].map(runbookLink));
    const alarms = synthesised
      .ofType('AWS::CloudWatch::Alarm')
      .map(([, { Properties }]) => String(Properties.AlarmDescription).split('See ')[1]);
    expect(alarms.length).toBeGreaterThan(keysOf(catalogue).length);
    expect(alarms.filter((link) => !links.has(link ?? ''))).toEqual([]);
  });

  it.each([...sections])('says under "%s" what people notice, where to look and what to do', (heading, section) => {
    if (heading.startsWith('How to')) return;
    expect(section).toMatch(/\*\*People notice:\*\*/);
    expect(section).toMatch(/\*\*Look at:\*\*/);
    expect(section).toMatch(/\*\*Do:\*\*/);
  });
});
