import { describe, expect, it } from 'vitest';
import { comprehendFailure } from '#domain/analysis/engine-failure.ts';

const named = (name: string, facts: object = {}) => Object.assign(new Error('said "my secret"'), { name }, facts);

describe('the reason that Comprehend gave no answer', () => {
  it.each([
    [named('ThrottlingException'), 'Comprehend is throttling'],
    [named('TooManyRequestsException'), 'Comprehend is throttling'],
    [named('AccessDeniedException'), 'Comprehend refused our credentials or permissions'],
    [named('TextSizeLimitExceededException'), 'Comprehend refused the request'],
    [named('InternalServerException'), 'Comprehend had an internal error'],
    [named('Error', { code: 'ECONNRESET' }), 'the connection to Comprehend failed'],
    [named('TimeoutError', { code: 'ECONNRESET' }), 'the connection to Comprehend failed'],
    [named('AbortError'), 'Comprehend did not answer within 800 ms'],
    [new DOMException('too late', 'TimeoutError'), 'Comprehend did not answer within 800 ms'],
    [named('SomethingNew'), 'Comprehend failed'],
    ['a string', 'Comprehend failed'],
  ])('%# is told from name and code, never from the message', (error, reason) => {
    expect(comprehendFailure(error, 800)).toBe(reason);
  });
});
