import { randomUUID } from 'node:crypto';

export type ApiCall = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
};

export class ApiRefusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Calls the agent API as somebody; throws what it refuses. */
export type CallApi = (personId: string, call: ApiCall) => Promise<unknown>;

export const createCallApi =
  (baseUrl: string, tokenFor: (personId: string) => Promise<string>): CallApi =>
  async (personId, { method = 'GET', path, body, idempotencyKey = randomUUID() }) => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await tokenFor(personId)}`,
        'content-type': 'application/json',
        'idempotency-key': idempotencyKey,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (response.ok) return answer;
    throw new ApiRefusal(
      response.status,
      `${method} ${path} was answered with ${response.status}: ${JSON.stringify(answer)}`,
    );
  };
