import type { MiddlewareObj } from '@middy/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Refusal, type RefusalKind } from '#domain/kernel/refusal.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { problemOf } from '#functions/middleware/problem.ts';
import { aContext, aLog } from '#test/support/lambda.ts';

describe('the edge of a function', () => {
  const answering = (error: Error) => {
    const log = aLog();
    const refusing = async () => {
      throw error;
    };
    const answer: MiddlewareObj = {
      onError: (request) => {
        request.response = problemOf(request.error, 'r1');
      },
    };
    return { log, handler: edge<unknown, unknown>(log, refusing, [answer]) };
  };

  it('logs an outage by name and place, without its message', async () => {
    const { log, handler } = answering(new TypeError('amara@x.example is undefined'));
    expect(await handler({}, aContext())).toMatchObject({ statusCode: 500 });
    expect(log.errors).toMatchObject([{ event: 'function-failed', fields: { error: 'TypeError' } }]);
    expect(JSON.stringify(log.errors)).not.toContain('amara@x.example');
  });

  it('logs no message that goes over several lines, such as those of a schema', async () => {
    const { log, handler } = answering(new Error('expected\n  "amara@x.example"\n  to be a number'));
    await handler({}, aContext());
    expect(log.errors).toHaveLength(1);
    expect(JSON.stringify(log.errors)).not.toContain('amara@x.example');
  });

  it('does not call a refused request a failure of the function', async () => {
    const { log, handler } = answering(new Refusal('not-found', 'there is no conversation "c9"'));
    expect(await handler({}, aContext())).toMatchObject({ statusCode: 404 });
    expect(log.errors).toStrictEqual([]);
  });

  it('lets through what nobody answers, so that the trigger retries', async () => {
    const log = aLog();
    const handler = edge(log, async () => {
      throw new Refusal('invalid', 'policy "standard" names calendar "gone", which does not exist');
    });
    await expect(handler({}, aContext())).rejects.toThrow('names calendar');
    expect(log.errors).toHaveLength(1);
  });
});

describe('a problem', () => {
  it.each<[RefusalKind, number]>([
    ['invalid', 400],
    ['unauthenticated', 401],
    ['forbidden', 403],
    ['not-found', 404],
    ['conflict', 409],
    ['too-large', 413],
  ])('of kind %s has status %i', (kind, status) => {
    const { statusCode, headers, body } = problemOf(new Refusal(kind, 'no', { errors: [] }), 'r1');
    expect(statusCode).toBe(status);
    expect(headers).toMatchObject({ 'content-type': 'application/problem+json' });
    expect(JSON.parse(body ?? '')).toMatchObject({
      type: 'about:blank',
      status,
      detail: 'no',
      instance: 'r1',
      errors: [],
    });
  });

  it('that is ours tells strangers nothing but what to name to support', () => {
    const { statusCode, body } = problemOf(new Error('connect ECONNREFUSED 10.0.3.7'), 'r1');
    expect(statusCode).toBe(500);
    expect(body).not.toContain('10.0.3.7');
    expect(JSON.parse(body ?? '')).toMatchObject({ instance: 'r1' });
  });
});

describe('a function that is wired', () => {
  const row = {
    entry: 'example',
    trigger: { kind: 'timers-and-workflow' },
    environment: z.object({ TABLE_NAME: z.string().min(1), MODE: z.enum(['a', 'b']) }),
    permissions: [],
    memoryMb: 128,
    timeoutSeconds: 1,
    impact: 'nothing',
  } as const;
  const { create } = deployed(
    row,
    ({ MODE }) =>
      async () =>
        MODE,
  );
  const runtime = { now: () => new Date() };

  it('gets its environment checked', async () => {
    expect(await create({ TABLE_NAME: 'parley', MODE: 'a' }, runtime)({}, aContext())).toBe('a');
  });

  it('names every variable that is missing or wrong', () => {
    expect(() => create({ MODE: 'c' }, runtime)).toThrow(
      'function example: environment variables missing or wrong: TABLE_NAME, MODE',
    );
  });
});
