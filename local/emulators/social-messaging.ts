import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { newWamid, statusEntry, type WhatsAppEntry, type WhatsAppNumber } from '../channels/whatsapp-business.ts';
import { statusesOf, taken, type WhatsAppSending } from '../channels/whatsapp-messages.ts';
import { picture } from '../stand-ins/twilio-picture.ts';
import { type Listening, listenLocally } from './http/listen-locally.ts';
import { requestBody } from './http/request-body.ts';

export type SocialMessagingOptions = {
  readonly port?: number | undefined;
  readonly number: WhatsAppNumber & { readonly originationPhoneNumberId: string };
  /** Before each event. @default 300 */
  readonly eventDelayMs?: number;
};

export type WhatsAppSent = WhatsAppSending & { readonly id: string; readonly at: string };

export type LocalSocialMessaging = Listening & {
  /** Every message taken, in order. */
  readonly messages: () => readonly WhatsAppSent[];
  /** From now on events are published on the topic. */
  readonly publishWith: (publish: Publish) => void;
  /** Answers every further request with this error, or with none. */
  readonly failWith: (error: string | undefined) => void;
};

type Publish = (entry: WhatsAppEntry) => Promise<unknown>;
type Answer = { readonly status: number; readonly error?: string; readonly body: object };

type State = {
  readonly options: SocialMessagingOptions;
  readonly messages: WhatsAppSent[];
  readonly stopping: AbortController;
  publish: Publish;
  error: string | undefined;
};

/** Starts AWS End User Messaging Social for one number; https://docs.aws.amazon.com/social-messaging/latest/APIReference/. */
export async function startSocialMessaging(options: SocialMessagingOptions): Promise<LocalSocialMessaging> {
  const state: State = {
    options,
    messages: [],
    stopping: new AbortController(),
    publish: async () => undefined,
    error: undefined,
  };
  const server = createServer((request, response) => {
    answer(state, request, response).catch((error: unknown) => {
      console.error('social messaging emulator', error);
      response.destroy();
    });
  });
  const listening = await listenLocally(server, options.port);
  return {
    ...listening,
    messages: () => state.messages,
    publishWith: (publish) => {
      state.publish = publish;
    },
    failWith: (error) => {
      state.error = error;
    },
    stop: async () => {
      state.stopping.abort();
      await listening.stop();
    },
  };
}

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await requestBody(request);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://social-messaging');
  const input: unknown = body.byteLength > 0 ? JSON.parse(body.toString()) : Object.fromEntries(searchParams);
  const operation = operations[`${request.method} ${pathname}`];
  const failing = state.error === undefined ? undefined : refusal(state.error, 'as told');
  const {
    status,
    error,
    body: said,
  } = failing ?? (await operation?.(state, input)) ?? refusal('ValidationException', 'the operation is not emulated');
  const type = error === undefined ? {} : { 'x-amzn-errortype': error };
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...type });
  response.end(JSON.stringify(said));
}

/** Errors of the service itself are faults, all others are the caller's. */
const refusal = (error: string, message: string): Answer => ({
  status: ['InternalServiceException', 'DependencyException'].includes(error) ? 500 : 400,
  error,
  body: { message },
});

const operations: Readonly<Record<string, (state: State, input: unknown) => Answer | Promise<Answer>>> = {
  'POST /v1/whatsapp/send': send,
  'POST /v1/whatsapp/media/get': storeMedia,
  'GET /v1/whatsapp/waba/phone/details': phoneDetails,
  'GET /v1/whatsapp/waba/details': ({ options }) => ({
    status: 200,
    body: {
      account: {
        arn: 'arn:aws:social-messaging:us-east-1:000000000000:waba/local',
        id: 'waba-local',
        wabaId: options.number.wabaId,
        registrationStatus: 'COMPLETE',
        linkDate: 1_735_689_600,
        wabaName: 'Parley',
        eventDestinations: [{ eventDestinationArn: 'arn:aws:sns:us-east-1:000000000000:aws-whatsapp' }],
        phoneNumbers: [],
      },
    },
  }),
};

const $Send = z.object({
  originationPhoneNumberId: z.string(),
  message: z.base64(),
  metaApiVersion: z.string().regex(/^v\d+\.\d$/),
});

function send(state: State, input: unknown): Answer {
  const request = $Send.safeParse(input).data;
  if (!request) return refusal('ValidationException', 'the request is not valid');
  if (request.originationPhoneNumberId !== state.options.number.originationPhoneNumberId)
    return refusal('ResourceNotFoundException', 'the phone number is not known');
  const message = taken(JSON.parse(Buffer.from(request.message, 'base64').toString()));
  if ('code' in message) return refusal('InvalidParametersException', message.message);
  const sent = { ...message, id: randomUUID(), at: new Date().toISOString() };
  state.messages.push(sent);
  tell(state, message).catch((error: unknown) => {
    if (!state.stopping.signal.aborted) console.error('social messaging emulator: an event was not taken', error);
  });
  return { status: 200, body: { messageId: sent.id } };
}

/** Receipts name the message as Meta does, not as AWS answered. */
async function tell(state: State, message: WhatsAppSending): Promise<void> {
  const { number, eventDelayMs = 300 } = state.options;
  for (const status of statusesOf(message, newWamid())) {
    await wait(eventDelayMs, undefined, { signal: state.stopping.signal });
    await state.publish(statusEntry(number, new Date(), status));
  }
}

const $StoreMedia = z.object({
  mediaId: z.string(),
  destinationS3File: z.object({ bucketName: z.string(), key: z.string() }),
});

/** AWS appends the id of the file to the key that it is given. */
async function storeMedia(_: State, input: unknown): Promise<Answer> {
  const request = $StoreMedia.safeParse(input).data;
  if (!request || request.mediaId === 'gone') return refusal('InvalidParametersException', 'the media is not there');
  const { bucketName, key } = request.destinationS3File;
  const s3 = new S3Client({ forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket: bucketName, Key: `${key}${request.mediaId}.png`, Body: picture.body }));
  s3.destroy();
  return { status: 200, body: { mimeType: 'image/png', fileSize: picture.body.byteLength } };
}

function phoneDetails({ options: { number } }: State, input: unknown): Answer {
  const id = z.object({ id: z.string() }).safeParse(input).data?.id;
  if (id !== number.originationPhoneNumberId) return refusal('ResourceNotFoundException', 'the number is not known');
  const phoneNumber = {
    arn: 'arn:aws:social-messaging:us-east-1:000000000000:phone-number-id/local',
    phoneNumber: `+${number.displayNumber}`,
    phoneNumberId: id,
    metaPhoneNumberId: number.phoneNumberId,
    displayPhoneNumberName: 'Parley',
    displayPhoneNumber: `+${number.displayNumber}`,
    qualityRating: 'GREEN',
  };
  return { status: 200, body: { phoneNumber, linkedWhatsAppBusinessAccountId: 'waba-local' } };
}
