import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { z } from 'zod';
import { comprehendLanguage } from '#adapters/comprehend/language-codes.ts';
import { createEmbeddedAnalyser } from '#adapters/embedded-analysis/embedded-analyser.ts';
import { createLanguageDetector } from '#adapters/embedded-analysis/language-detector.ts';
import { unknownLanguage } from '#domain/analysis/language.ts';

export const comprehendFaults = ['none', 'throttle', 'error', 'hang', 'reset'] as const;
export type ComprehendFault = (typeof comprehendFaults)[number];

type Operation = 'DetectSentiment' | 'DetectDominantLanguage';
export type ComprehendCalls = Record<Operation, number> & { readonly billedUnits: number };

export type LocalComprehend = {
  readonly endpoint: string;
  /** How every call fails from now on. */
  readonly setFault: (fault: ComprehendFault) => void;
  /** The calls that came in, failed ones included, and the units the answered ones would be billed. */
  readonly calls: () => ComprehendCalls;
  readonly stop: () => Promise<void>;
};

type Answer = { readonly status: number; readonly body: object; readonly units: number };

/** Limits in bytes of UTF-8, and one billing rule for both: docs.aws.amazon.com/comprehend, guidelines and limits; pricing. */
const maxBytes: Record<Operation, number> = { DetectSentiment: 5000, DetectDominantLanguage: 100_000 };
const unitsOf = (text: string): number => Math.max(3, Math.ceil([...text].length / 100));

const $request = z.object({ Text: z.string().min(1), LanguageCode: z.string().optional() });

/** A stand-in for Amazon Comprehend on the loopback interface; it answers with what the embedded engine thinks. */
export async function startComprehend({ port = 0 }: { port?: number } = {}): Promise<LocalComprehend> {
  const calls = { DetectSentiment: 0, DetectDominantLanguage: 0, billedUnits: 0 };
  let fault: ComprehendFault = 'none';

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const operation = operationOf(request);
    const body = await readText(request);
    if (operation) calls[operation] += 1;
    if (fault !== 'none') return failAs[fault](response);
    const { units, ...said } = operation ? await answerTo(operation, body) : refusal('UnknownOperationException');
    calls.billedUnits += units;
    send(response, said);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => failAs.error(response));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  return {
    endpoint: `http://127.0.0.1:${portOf(server)}`,
    setFault: (next) => {
      fault = next;
    },
    calls: () => ({ ...calls }),
    stop: () => stop(server),
  };
}

const failAs: Record<Exclude<ComprehendFault, 'none'>, (response: ServerResponse) => void> = {
  throttle: (response) => send(response, refusal('TooManyRequestsException')),
  error: (response) => send(response, { ...refusal('InternalServerException'), status: 500 }),
  // Says nothing; the caller has to give up by itself.
  hang: () => undefined,
  reset: (response) => response.socket?.resetAndDestroy(),
};

const detectLanguage = createLanguageDetector();
const analyse = createEmbeddedAnalyser(detectLanguage);

async function answerTo(operation: Operation, body: string): Promise<Answer> {
  const request = $request.safeParse(parsed(body));
  if (!request.success) return refusal('InvalidRequestException');
  const { Text, LanguageCode } = request.data;
  if (Buffer.byteLength(Text) > maxBytes[operation]) return refusal('TextSizeLimitExceededException');
  if (operation === 'DetectDominantLanguage') return dominantLanguage(Text);
  if (!LanguageCode) return refusal('InvalidRequestException');
  if (comprehendLanguage(LanguageCode) !== LanguageCode) return refusal('UnsupportedLanguageException');
  return sentiment(Text, LanguageCode);
}

async function dominantLanguage(text: string): Promise<Answer> {
  const { language, sure } = await detectLanguage(text, { firstMessage: true });
  const languages = language === unknownLanguage ? [] : [{ LanguageCode: language, Score: sure ? 0.95 : 0.5 }];
  return { status: 200, body: { Languages: languages }, units: unitsOf(text) };
}

async function sentiment(text: string, language: string): Promise<Answer> {
  const { sentiment: Sentiment, scores } = await analyse(text, { language, firstMessage: true });
  const { positive: Positive, negative: Negative, neutral: Neutral, mixed: Mixed } = scores;
  return {
    status: 200,
    body: { Sentiment, SentimentScore: { Positive, Negative, Neutral, Mixed } },
    units: unitsOf(text),
  };
}

function operationOf(request: IncomingMessage): Operation | undefined {
  const target = request.headers['x-amz-target'];
  if (target === 'Comprehend_20171127.DetectSentiment') return 'DetectSentiment';
  if (target === 'Comprehend_20171127.DetectDominantLanguage') return 'DetectDominantLanguage';
  return undefined;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const refusal = (name: string): Answer => ({
  status: 400,
  body: { __type: name, Message: `local stand-in: ${name}` },
  units: 0,
});

function send(response: ServerResponse, { status, body }: Omit<Answer, 'units'>): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
