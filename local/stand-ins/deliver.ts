import { randomUUID } from 'node:crypto';
import type { SNSEvent } from 'aws-lambda';
import { catalogue, type FunctionName } from '#functions/catalogue.ts';
import type { FunctionRow, ProviderTopicName } from '#functions/function-row.ts';
import { keysOf } from '#lib/keys-of.ts';
import type { ProviderRequest, TopicMessage, WebhookRequest } from '../channels/local-channel.ts';
import type { Functions } from '../functions.ts';

/** How Parley answered a provider. */
export type Delivered = { readonly status: number; readonly body: string };

export type Deliver = (request: ProviderRequest) => Promise<Delivered>;

const answerWithinMs = 15_000;

async function post(publicUrl: string, { method = 'POST', path, headers, body }: WebhookRequest): Promise<Delivered> {
  const response = await fetch(`${publicUrl}${path}`, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(answerWithinMs),
    ...(method === 'GET' ? {} : { body }),
  });
  return { status: response.status, body: await response.text() };
}

function subscriberOf(topic: ProviderTopicName): FunctionName {
  const name = keysOf(catalogue).find((each) => {
    const { trigger }: FunctionRow = catalogue[each];
    return trigger.kind === 'sns' && trigger.topic === topic;
  });
  if (!name) throw new Error(`no function is woken by the topic ${topic}`);
  return name;
}

const snsEvent = ({ topic, message, messageId = randomUUID() }: TopicMessage, at: Date): SNSEvent => ({
  Records: [
    {
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      EventSubscriptionArn: `arn:aws:sns:us-east-1:000000000000:${topic}:${randomUUID()}`,
      Sns: {
        Type: 'Notification',
        MessageId: messageId,
        TopicArn: `arn:aws:sns:us-east-1:000000000000:${topic}`,
        Subject: '',
        Message: message,
        Timestamp: at.toISOString(),
        SignatureVersion: '1',
        Signature: '',
        SigningCertUrl: '',
        UnsubscribeUrl: '',
        MessageAttributes: {},
      },
    },
  ],
});

/** Hands to Parley what a provider tells: over HTTP, through a topic, or as a call of a function. */
export const createDeliver =
  (needs: { readonly publicUrl: string; readonly functions: Functions; readonly now: () => Date }): Deliver =>
  async (request) => {
    if ('path' in request) return post(needs.publicUrl, request);
    const [name, event] =
      'topic' in request
        ? [subscriberOf(request.topic), snsEvent(request, needs.now())]
        : [request.function, request.event];
    const answer = await needs.functions.invoke(name, event);
    return { status: 200, body: JSON.stringify(answer ?? null) };
  };
