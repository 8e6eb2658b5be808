import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { providers } from '#domain/channels/channel.ts';
import { catalogue } from '#functions/catalogue.ts';
import { keysOf } from '#lib/keys-of.ts';
import { pageOf } from '../../bench/all.ts';
import { operationOf } from '../../bench/support/counted-calls.ts';
import { figuresIn, measuresLine, withMeasures } from '../../bench/support/readme.ts';
import { atMost } from '../../bench/support/report.ts';
import { turnsOf, wavesOf } from '../../bench/support/turns.ts';
import { kindOf } from '../../bench/support/write-units.ts';

const page = readFileSync(new URL('../../docs/measures.md', import.meta.url), 'utf8');

describe('the page of measures', () => {
  it.each([
    'cost per million inbound messages, Comprehend and Step Functions on',
    'cost per million inbound messages, lean',
    'write units per inbound message',
    'AWS calls per inbound message',
    'AWS calls per inbound message, ten customers at once',
    'CPU per inbound message, stores in memory, without analysis',
    'CPU per inbound message, stores in memory, with embedded analysis',
    'idle cost per month, without free tiers',
    'idle cost per month, with always-free tiers',
    'cold start, webhook functions: gzip of the largest',
    'cold start, webhook functions: CPU to first response of the slowest',
    'cold start, other functions: gzip of the largest',
    'cold start, other functions: CPU to first response of the slowest',
    'inbox page, 50 of 10,000: queries for conversations',
    'inbox page, 50 of 10,000: gzip',
    'inbox page, 50 of 10,000: CPU',
    'local: webhooks accepted a second (noisy)',
    'local: webhook acknowledged, p99 (noisy)',
    'local: on an agent’s screen, p99 (noisy)',
  ])('names %s with figure, target and verdict', (name) => {
    const row = page.split('\n').find((line) => line.startsWith(`| ${name} `));
    expect(row).toMatch(/\| \$?[\d.,]+( \w+)? +\| [≤≥] \$?[\d.,]+( \w+)? +\| (met|missed) +\|/);
  });

  it.each(providers)('tells what a message through %s costs', (provider) => {
    const rows = page.split('\n').filter((line) => line.startsWith(`| ${provider} `));
    expect(rows[0]).toMatch(/^\| [\w-]+ +(\| [\d.]+ +){12}\|$/);
  });

  it.each(keysOf(catalogue))('tells how %s starts', (name) => {
    expect(page).toMatch(
      new RegExp(`^\\| ${name} +\\| [\\d.]+( > 1[03]0)? +\\| [\\d.]+ +\\| [\\d.]+ +\\| [\\d.]+( > 1[15]0)? +\\|$`, 'm'),
    );
  });

  it('is written from parts, one table for all of their measures', () => {
    const measure = atMost('weight', { figure: 2.5, target: 2, unit: 'kg', reference: 'a feather' });
    const parts = [{ title: 'Weight', measures: [measure], details: ['On a scale.'] }];
    const made = pageOf(parts, { date: '2026-11-22', machine: '2 cores' });
    expect(made).toMatch(/\| weight +\| 2\.5 kg +\| ≤ 2 kg +\| missed +\| a feather +\|/);
    expect(made).toContain('## Weight\n\nOn a scale.\n');
  });
});

describe('the README', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

  it('quotes docs/measures.md; `npm run bench -- --write` writes both', () => {
    expect(withMeasures(readme, figuresIn(page))).toBe(readme);
  });

  it('says what a million messages and an idle month cost', () => {
    expect(measuresLine(figuresIn(page))).toMatch(
      /\$[\d.]+ per million messages in; \$[\d.]+ without.*; \$[\d.]+ in a month/,
    );
  });

  it('leaves out what was not measured', () => {
    const line = measuresLine(new Map([['idle cost per month, without free tiers', '$4.46']]));
    expect(line).toContain('included: $4.46 in a month in which nobody writes (');
  });

  it('is refused without its marks', () => {
    expect(() => withMeasures('# Parley', new Map())).toThrow('has no <!-- measures -->');
  });
});

describe('the traffic of the bench', () => {
  const turns = turnsOf(1000);

  it('opens three conversations in ten messages', () => {
    expect(turns.filter(({ turn }) => turn === 0)).toHaveLength(300);
  });

  it('has 500 characters on average', () => {
    const characters = turns.reduce((sum, { text }) => sum + text.length, 0) / turns.length;
    expect(characters).toBeGreaterThan(480);
    expect(characters).toBeLessThan(560);
  });
});

describe('waves of the traffic', () => {
  const waves = wavesOf(turnsOf(200), 10);

  it('have ten different customers each', () => {
    expect(waves.slice(1, 15).map((wave) => new Set(wave.map(({ thread }) => thread)).size)).toEqual(
      Array.from({ length: 14 }, () => 10),
    );
  });

  it('lose nothing and keep the order of each customer', () => {
    const turnsOfEach = Object.values(Object.groupBy(waves.flat(), ({ thread }) => thread));
    expect(waves.flat()).toHaveLength(200);
    for (const turns of turnsOfEach) expect(turns?.map(({ turn }) => turn)).toEqual(turns?.map((_, n) => n));
  });

  it('of one customer are the traffic as it comes', () => {
    expect(wavesOf(turnsOf(50), 1).flat()).toEqual(turnsOf(50));
  });
});

const signedFor = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=AKID/20261119/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

describe('counting calls', () => {
  it.each([
    [{ target: 'DynamoDB_20120810.GetItem', method: 'POST', path: '/' }, 'DynamoDB.GetItem'],
    [{ target: 'AmazonSQS.SendMessage', method: 'POST', path: '/' }, 'AmazonSQS.SendMessage'],
    [{ target: 'Comprehend_20171127.DetectSentiment', method: 'POST', path: '/' }, 'Comprehend.DetectSentiment'],
    [{ target: undefined, method: 'POST', path: '/@connections/socket' }, 'Sockets.PostToConnection'],
    [{ target: undefined, method: 'GET', path: '/mail/in/1?x-id=GetObject' }, 'S3.GetObject'],
    [{ target: undefined, method: 'PUT', path: '/files/1?x-id=PutObject' }, 'S3.PutObject'],
    [{ target: undefined, method: 'POST', path: '/', authorization: signedFor('ses') }, 'ses.POST'],
    [{ target: undefined, method: 'PUT', path: '/files/1', authorization: signedFor('s3') }, 'S3.PutObject'],
  ])('takes the request %j for %s', (request, operation) => {
    expect(operationOf(request)).toBe(operation);
  });

  it.each([
    ['CONVERSATION#c1', 'HEAD', 'conversation head'],
    ['CONVERSATION#c1', 'EVENT#2026-11-19#m1', 'events'],
    ['RECEIPT#sms#support-sms#SM1', 'RECEIPT', 'claim'],
    ['PACE#support-slack', '1795300000', 'pace'],
    ['LEDGER#support-slack#2026-11-19', '2026-11-19T12:00:00.000Z#e1-0', 'ledger'],
    ['IDENTITY#sms##+15550100', 'IDENTITY', 'identity'],
  ])('takes the item %s %s for a %s', (pk, sk, kind) => {
    expect(kindOf(pk, sk)).toBe(kind);
  });
});
