import * as z from 'zod';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import type { OutboundMessage, SendMessage, SendOutcome } from '#domain/channels/delivery.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { type Answer, failed, sendRequest } from '../shared/send-request.ts';
import { methodUrl } from './api.ts';
import { $SlackCredentials } from './credentials.ts';
import { noConnection } from './errors.ts';
import { escaped } from './mrkdwn.ts';
import { provider, refusalOf } from './outcome.ts';
import { isDirect, placeOf, slackId } from './place.ts';
import { createUploader } from './upload.ts';

const $Posted = z.object({ ok: z.literal(true), channel: z.string().min(1), ts: z.string().min(1) });
const $Shared = z.object({ ok: z.literal(true), files: z.array(z.object({ id: z.string().min(1) })).min(1) });

/** Posts plain text, with files where there are any, as the app. */
export const createSlackSender =
  (needs: ChannelNeeds): SendMessage =>
  async (message) => {
    const connection = await needs.connections.get(message.connectionId);
    if (connection?.provider !== 'slack') return failed(noConnection);
    const { botToken } = await credentialsOf(needs.secret, connection.id, $SlackCredentials);
    const send = message.attachments.length === 0 ? postMessage : shareFiles;
    return send(needs, botToken, message);
  };

async function shareFiles(needs: ChannelNeeds, botToken: string, message: OutboundMessage): Promise<SendOutcome> {
  const upload = createUploader(needs, botToken);
  const { channel, ...thread } = destinationOf(message);
  // Files are shared in channels only, and a person is none until a direct channel is open.
  const opened = isPerson(channel) ? await upload.openDirect(channel) : { value: channel };
  if ('outcome' in opened) return opened.outcome;
  const uploaded = await upload.files(message.attachments);
  if ('outcome' in uploaded) return uploaded.outcome;
  const body = {
    files: uploaded.value,
    channel_id: opened.value,
    ...(message.text === '' ? {} : { initial_comment: escaped(message.text) }),
    ...thread,
  };
  return post(needs, botToken, { method: 'files.completeUploadExternal', body, sentAs: sharedAs(opened.value) });
}

const isPerson = (id: string): boolean => /^[UW]/.test(id);

type Destination = { readonly channel: string; readonly thread_ts?: string };

/** Into the thread; else into the direct channel that the customer wrote in; else to the person, which opens one. */
function destinationOf({ to, thread, answers }: OutboundMessage): Destination {
  const inThread = placeOf(thread);
  if (inThread) return { channel: inThread.channel, thread_ts: inThread.ts };
  const answered = placeOf(answers);
  return { channel: answered && isDirect(answered.channel) ? answered.channel : to };
}

function postMessage(needs: ChannelNeeds, botToken: string, message: OutboundMessage): Promise<SendOutcome> {
  const body = {
    ...destinationOf(message),
    text: escaped(message.text),
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
  };
  return post(needs, botToken, { method: 'chat.postMessage', body, sentAs: postedAs });
}

type SentAs = (body: unknown) => string | undefined;

const postedAs: SentAs = (body) => {
  const { success, data } = $Posted.safeParse(body);
  return success ? slackId(data) : undefined;
};

/** Slack does not tell the message that carries the files, so it is named by the first of them. */
const sharedAs =
  (channel: string): SentAs =>
  (body) => {
    const { success, data } = $Shared.safeParse(body);
    return success ? `${channel}:${data.files[0]?.id}` : undefined;
  };

type Post = { readonly method: string; readonly body: unknown; readonly sentAs: SentAs };

const post = ({ fetch }: ChannelNeeds, botToken: string, { method, body, sentAs }: Post): Promise<SendOutcome> =>
  sendRequest(fetch, {
    url: methodUrl(method),
    request: {
      method: 'POST',
      headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
    },
    provider,
    outcomeOf: (answer: Answer) => {
      const providerId = answer.ok ? sentAs(answer.body) : undefined;
      return providerId === undefined ? refusalOf(answer) : { status: 'sent', providerId };
    },
  });
