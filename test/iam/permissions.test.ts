import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { functionNames } from '#local/functions.ts';
import { documentFile, permissionsDocument } from './document.ts';
import { evaluate } from './evaluate.ts';
import { type Examination, examine } from './examine.ts';
import { judge } from './judge.ts';

describe('the IAM policy of every function', () => {
  let examined: Examination;
  beforeAll(async () => {
    examined = await examine(() => undefined);
  }, 180_000);

  it('is tried by every function', () => {
    expect(functionNames.filter((name) => !examined.asks.some(({ role }) => role === name))).toStrictEqual([]);
  });

  it('allows whatever the function asks AWS for', () => {
    expect(examined.missing).toStrictEqual([]);
  });

  it('allows nothing that the function never asks for', () => {
    expect(examined.unused).toStrictEqual([]);
  });

  it('is left to services only where they use what it allows', () => {
    expect(examined.superfluous).toStrictEqual([]);
  });

  it('is in the docs', () => {
    expect(readFileSync(documentFile, 'utf8'), 'node test/iam/run.ts --write').toBe(permissionsDocument(examined.uses));
  });
});

describe('judging', () => {
  const queue = 'arn:aws:sqs:us-east-1:000000000000:a-queue';
  const role = {
    name: 'someFunction',
    statements: [{ Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:ReceiveMessage'], Resource: [queue] }],
  };
  const ask = { role: 'someFunction', action: 'sqs:SendMessage', resource: queue, context: {}, call: 'SendMessage' };

  it('finds what is asked for elsewhere than allowed, and by nobody known', () => {
    const elsewhere = { ...ask, resource: `${queue}-of-others` };
    const stranger = { ...ask, role: 'stranger' };
    const { denials } = judge([role], [ask, elsewhere, stranger]);
    expect(denials.map((denial) => denial.ask)).toStrictEqual([elsewhere, stranger]);
  });

  it('finds what is allowed and not asked for', () => {
    const { uses } = judge([role], [ask]);
    expect(uses.map(({ right, calls }) => [right.action, calls])).toStrictEqual([
      ['sqs:SendMessage', ['SendMessage']],
      ['sqs:ReceiveMessage', []],
    ]);
  });

  it('minds conditions', () => {
    const condition = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['AGENT#*'] } };
    const resource = 'arn:aws:dynamodb:us-east-1:000000000000:table/a-table';
    const statements = [{ Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource: [resource], Condition: condition }];
    const read = { ...ask, action: 'dynamodb:GetItem', resource };
    const of = (key: string) => ({ ...read, context: { 'dynamodb:LeadingKeys': [key] } });
    const { denials } = judge([{ ...role, statements }], [of('AGENT#ada'), of('CUSTOMER#1')]);
    expect(denials.map((denial) => denial.ask)).toStrictEqual([of('CUSTOMER#1')]);
  });
});

describe('evaluating', () => {
  const ask = {
    role: 'r',
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::files/media/a.png',
    context: {},
    call: 'Get',
  };
  const statement = (given: object) => ({
    Effect: 'Allow',
    Action: ['s3:Get*'],
    Resource: ['arn:aws:s3:::files/media/*'],
    ...given,
  });

  it.each([
    ['a pattern that matches', [statement({})], 'allowed'],
    ['another case of the action', [statement({ Action: ['s3:getobject'] })], 'allowed'],
    ['no statement', [], 'not allowed'],
    ['another resource', [statement({ Resource: ['arn:aws:s3:::files/mail/*'] })], 'not allowed'],
    [
      'a resource that only looks like a pattern',
      [statement({ Resource: ['arn:aws:s3:::files.media*'] })],
      'not allowed',
    ],
    ['a condition that is not met', [statement({ Condition: { StringEquals: { 'aws:x': 'y' } } })], 'not allowed'],
    ['a denial beside it', [statement({}), statement({ Effect: 'Deny' })], 'denied explicitly'],
  ])('%s is decided', (_, statements, decision) => {
    expect(evaluate(ask, statements)).toBe(decision);
  });
});
