import * as z from 'zod';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import type { SendOutcome } from '#domain/channels/delivery.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { failed } from '../shared/send-request.ts';
import { askSlack, filesHost } from './api.ts';
import { fileIsGone } from './errors.ts';
import { provider, refusalOf } from './outcome.ts';

/** What was asked for, or why the message cannot be sent now. */
type Step<Value> = { readonly value: Value } | { readonly outcome: SendOutcome };

const $Opened = z.object({ ok: z.literal(true), channel: z.object({ id: z.string().min(1) }) });
const $UploadUrl = z.object({ ok: z.literal(true), upload_url: z.url(), file_id: z.string().min(1) });

/** Seconds until a message is tried again whose files could not be brought to Slack. */
const againAfterSeconds = 30;

const again: Step<never> = {
  outcome: {
    status: 'retry',
    failure: { class: 'TRANSIENT', reason: `${provider} could not be reached. It is tried again; nothing to do.` },
    afterSeconds: againAfterSeconds,
  },
};

/** Up to 100 MB go out, within the 60 seconds of the function. */
const uploadWithinMs = 40_000;

type Uploader = {
  /** The direct channel of a person, which is opened where there is none. */
  readonly openDirect: (userId: string) => Promise<Step<string>>;
  /** Brings files to Slack, where nobody sees them until they are shared. */
  readonly files: (attachments: readonly Attachment[]) => Promise<Step<{ id: string; title: string }[]>>;
};

/** The steps before files are shared. None of them shows anything to anybody, so all may be done again. */
export function createUploader({ fetch, files }: ChannelNeeds, botToken: string): Uploader {
  const ask = async <Shape>(
    question: Parameters<typeof askSlack>[2],
    schema: z.ZodType<Shape>,
  ): Promise<Step<Shape>> => {
    const answer = await askSlack(fetch, botToken, question).catch(() => undefined);
    if (!answer) return again;
    const { success, data } = schema.safeParse(answer.body);
    if (success) return { value: data };
    const outcome = refusalOf({ ...answer, status: 200 });
    return outcome.status === 'ambiguous' ? again : { outcome };
  };

  const put = async (attachment: Attachment): Promise<Step<{ id: string; title: string }>> => {
    const body = await files.get(attachment.key);
    if (!body) return { outcome: failed(fileIsGone) };
    const fields = { filename: attachment.fileName, length: String(body.byteLength) };
    const place = await ask({ method: 'files.getUploadURLExternal', fields }, $UploadUrl);
    if ('outcome' in place) return place;
    const { upload_url, file_id } = place.value;
    const isThere = await isUploaded(fetch, upload_url, body);
    return isThere ? { value: { id: file_id, title: attachment.fileName } } : again;
  };

  return {
    openDirect: async (userId) => {
      const opened = await ask({ method: 'conversations.open', fields: { users: userId } }, $Opened);
      return 'outcome' in opened ? opened : { value: opened.value.channel.id };
    },
    files: async (attachments) => {
      const uploaded: { id: string; title: string }[] = [];
      for (const attachment of attachments) {
        const step = await put(attachment);
        if ('outcome' in step) return step;
        uploaded.push(step.value);
      }
      return { value: uploaded };
    },
  };
}

async function isUploaded(fetch: typeof globalThis.fetch, url: string, body: Uint8Array): Promise<boolean> {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' || hostname !== filesHost) return false;
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: Uint8Array.from(body),
    signal: AbortSignal.timeout(uploadWithinMs),
  };
  try {
    const response = await fetch(url, request);
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
