import * as z from 'zod';
import { limitsOf } from '../channels/limits.ts';

/** What browsers and apps say and hear; docs/chat-protocol.md tells the rules. */

const limits = limitsOf('web-chat', 'chat');
export const maxText = limits.maxText;
/** A client asks again after so many seconds while it has no socket. */
export const pollSeconds = 5;

const $ClientId = z
  .string()
  .min(8)
  .max(64)
  .regex(/^[\w-]+$/);
const $Page = z.url({ protocol: /^https?$/ }).max(2000);
const $Email = z.email().max(254);
const $Name = z.string().trim().min(1).max(100);

export const $StartSession = z.object({
  visitor: z.object({ name: $Name.optional(), email: $Email.optional() }).optional(),
  /** A JWT in which the business says who this is. */
  identify: z.string().max(4000).optional(),
  page: $Page.optional(),
  locale: z.string().max(35).optional(),
});
export type StartSession = z.infer<typeof $StartSession>;

export const $UploadedFile = z.object({
  id: z.string().regex(/^[a-z2-7]{26}$/),
  fileName: z.string().min(1).max(200),
  contentType: z.string().min(1).max(100),
});
export type UploadedFile = z.infer<typeof $UploadedFile>;

const message = {
  /** Chosen by the client, the same with every repetition. */
  id: $ClientId,
  text: z.string().max(maxText).default(''),
  files: z
    .array($UploadedFile)
    .max(limits.files?.perMessage ?? 0)
    .default([]),
  page: $Page.optional(),
};
const hasContent = ({ text, files }: { readonly text: string; readonly files: readonly unknown[] }): boolean =>
  text.trim() !== '' || files.length > 0;
const emptyMessage = 'a message needs a text or a file';

export const $PostMessage = z.object(message).refine(hasContent, emptyMessage);
export type PostMessage = z.infer<typeof $PostMessage>;

export const $Seen = z.object({ upTo: z.string().min(1).max(100) });

export const $RequestUpload = z.object({
  fileName: z.string().min(1).max(200),
  contentType: z.string().regex(/^[\w.+-]+\/[\w.+-]+$/),
  bytes: z.number().int().positive(),
});

export const $LeaveMessage = z.object({
  id: $ClientId,
  name: $Name,
  email: $Email,
  text: z.string().trim().min(1).max(maxText),
  answers: z.record(z.string().max(40), z.string().max(500)).optional(),
  page: $Page.optional(),
});
export type LeaveMessage = z.infer<typeof $LeaveMessage>;

export const $ClientFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), ...message }).refine(hasContent, emptyMessage),
  z.object({ type: z.literal('typing') }),
  z.object({ type: z.literal('got'), ...$Seen.shape }),
  z.object({ type: z.literal('seen'), ...$Seen.shape }),
  z.object({ type: z.literal('ping') }),
]);
export type ClientFrame = z.infer<typeof $ClientFrame>;

/** A file of a message, with a link that works for an hour. */
export type ShownFile = {
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly url: string;
};

/** A message as the visitor sees it. */
export type ShownMessage = {
  /** The client's own id, or Parley's for what an agent wrote. */
  readonly id: string;
  readonly from: 'visitor' | 'agent';
  /** First name of the agent. */
  readonly name?: string | undefined;
  readonly text: string;
  readonly at: string;
  /** Milliseconds since 1970 at which it was saved; never smaller than that of a message told before, but for two minutes. */
  readonly seq: number;
  readonly files: readonly ShownFile[];
  /** Only of agents' messages: has this visitor got it, or seen it? */
  readonly delivery?: 'sent' | 'delivered' | 'read' | undefined;
};

export type OfflineForm = {
  readonly note?: string | undefined;
  readonly fields: readonly { readonly name: string; readonly label: string }[];
};

export type StartedSession = {
  readonly sessionId: string;
  readonly token: string;
  readonly expiresAt: string;
  readonly socketUrl: string;
  readonly open: boolean;
  readonly opensAt?: string | undefined;
  readonly greeting?: string | undefined;
  /** Only while closed, and where messages can be left. */
  readonly offlineForm?: OfflineForm | undefined;
  readonly files: { readonly maxBytes: number; readonly types: readonly string[] };
  readonly visitor: { readonly name?: string | undefined; readonly signedIn: boolean };
  readonly seq: number;
};

export type ShownMessages = {
  readonly messages: readonly ShownMessage[];
  readonly seq: number;
  readonly pollSeconds: number;
};

/** From the server. */
export type ServerFrame =
  | { readonly type: 'ack'; readonly id: string }
  /** Not taken. With `retryAfterSeconds` it may be sent again then; without, it never will be taken. */
  | {
      readonly type: 'refused';
      readonly id: string;
      readonly detail: string;
      readonly retryAfterSeconds?: number | undefined;
    }
  | { readonly type: 'message'; readonly message: ShownMessage }
  | { readonly type: 'typing'; readonly name: string }
  | { readonly type: 'pong'; readonly seq: number }
  | { readonly type: 'problem'; readonly detail: string };
