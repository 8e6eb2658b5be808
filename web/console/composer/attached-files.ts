import type { Api } from '../api/client.ts';
import type { ReplyOption } from '../api/types.ts';
import { fileRefusal } from '../format/reply-limits.ts';
import type { UploadedFile } from '../stores/outbox.ts';
import { createStore } from '../stores/store.ts';

export type AttachedFile = {
  readonly id: string;
  readonly conversationId: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly state:
    | { readonly status: 'uploading' /** From 0 to 1. */; readonly share: number }
    | { readonly status: 'ready'; readonly uploadId: string }
    | { readonly status: 'refused'; readonly why: string };
};

/** Files that go along with the next answer; they outlast a look at another conversation. */
export const attachedFiles = createStore<readonly AttachedFile[]>([]);
const underWay = new Map<string, AbortController>();

const setState = (id: string, state: AttachedFile['state']): void =>
  attachedFiles.update((all) => all.map((file) => (file.id === id ? { ...file, state } : file)));

const typeOf = (file: File): string => file.type.split(';')[0]?.trim() || 'application/octet-stream';

type To = { readonly conversationId: string; readonly way: ReplyOption };

/** Uploads each file at once, unless its channel would not take it. */
export const attachFiles = (api: Api, files: readonly File[], { conversationId, way }: To): void => {
  for (const file of files) {
    const facts = { fileName: file.name.slice(0, 200) || 'file', contentType: typeOf(file), bytes: file.size };
    const id = crypto.randomUUID();
    const why = fileRefusal(facts, way);
    const state = why ? ({ status: 'refused', why } as const) : ({ status: 'uploading', share: 0 } as const);
    attachedFiles.update((all) => [...all, { id, conversationId, ...facts, state }]);
    if (!why) void upload(api, file, { id, contentType: facts.contentType });
  }
};

const upload = async (api: Api, file: File, { id, contentType }: Pick<AttachedFile, 'id' | 'contentType'>) => {
  const stop = new AbortController();
  underWay.set(id, stop);
  try {
    const { uploadFile } = await import('./upload-file.ts');
    const onShare = (share: number): void => setState(id, { status: 'uploading', share });
    const uploadId = await uploadFile(api, { file, contentType }, { onShare, signal: stop.signal });
    setState(id, { status: 'ready', uploadId });
  } catch (error) {
    const why = error instanceof Error ? error.message : 'It could not be uploaded.';
    setState(id, { status: 'refused', why: `“${file.name}” was not uploaded. ${why}` });
  } finally {
    underWay.delete(id);
  }
};

export const detachFile = (id: string): void => {
  underWay.get(id)?.abort();
  attachedFiles.update((all) => all.filter((file) => file.id !== id));
};

/** They went out with an answer. */
export const forgetFiles = (conversationId: string): void =>
  attachedFiles.update((all) => all.filter((file) => file.conversationId !== conversationId));

/** An answer comes back to be edited: what was uploaded with it is still there. */
export const attachAgain = (conversationId: string, files: readonly UploadedFile[]): void =>
  attachedFiles.update((all) => [
    ...all,
    ...files.map(({ uploadId, ...facts }) => ({
      ...facts,
      id: uploadId,
      conversationId,
      state: { status: 'ready' as const, uploadId },
    })),
  ]);
