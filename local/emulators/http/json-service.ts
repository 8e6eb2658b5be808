import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Listening, listenLocally } from './listen-locally.ts';
import { requestBody } from './request-body.ts';

/** The error shape of the AWS JSON protocols; `body.__type` is what the SDK turns into the error's name. */
export type ServiceError = Error & { readonly statusCode: number; readonly body: Record<string, unknown> };

/** An error that the SDK raises under the name `type`. */
export const serviceError = (type: string, message: string, details: Record<string, unknown> = {}): ServiceError =>
  Object.assign(new Error(message), { name: type, statusCode: 400, body: { __type: type, message, ...details } });

export const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && 'statusCode' in error && 'body' in error;

export type JsonService = {
  readonly version: '1.0' | '1.1';
  readonly port?: number | undefined;
  /** Answers one operation; a thrown `ServiceError` becomes the error response, anything else a 500. */
  readonly answer: (operation: string, input: Record<string, unknown>) => Promise<unknown>;
};

/** Serves one AWS service over the JSON protocol that its SDK client speaks. */
export const startJsonService = (service: JsonService): Promise<Listening> =>
  listenLocally(
    createServer((request, response) => void respond(service, request, response)),
    service.port,
  );

async function respond(service: JsonService, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, output } = await outcome(service, request);
  const body = JSON.stringify(output ?? {});
  response.writeHead(status, {
    'content-type': `application/x-amz-json-${service.version}`,
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': randomUUID(),
  });
  response.end(body);
}

async function outcome(service: JsonService, request: IncomingMessage): Promise<{ status: number; output: unknown }> {
  try {
    const body = await requestBody(request);
    const operation = String(request.headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1);
    return { status: 200, output: await service.answer(operation ?? '', JSON.parse(body.toString() || '{}')) };
  } catch (error) {
    if (isServiceError(error)) return { status: error.statusCode, output: error.body };
    console.error(error);
    return { status: 500, output: { __type: 'InternalServerError', message: 'The local emulator failed' } };
  }
}
