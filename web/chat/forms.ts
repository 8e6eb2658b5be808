import type { UploadedFile } from '#domain/chat/protocol.ts';
import type { Ask } from './http.ts';

type Problem = { readonly detail?: string };
type UploadForm = Problem & {
  readonly file: UploadedFile;
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
};

/** What was done, or why not in words. */
export type Done<Result> = { readonly result: Result } | { readonly problem: string };

const notSent = 'could not be sent. Try again.';

/** Sends a file to where messages can name it. */
export async function uploadFile(
  { ask, fetch }: { readonly ask: Ask; readonly fetch: typeof globalThis.fetch },
  file: File,
): Promise<Done<UploadedFile>> {
  const body = { fileName: file.name.slice(0, 200), contentType: file.type || 'text/plain', bytes: file.size };
  const answer = await ask<UploadForm>({ method: 'POST', path: 'files', body });
  if (answer.status !== 201 || !answer.body) return { problem: answer.body?.detail ?? `The file ${notSent}` };
  const form = new FormData();
  for (const [name, value] of Object.entries(answer.body.fields)) form.append(name, value);
  form.append('file', file);
  // Without leave to read the answer the file may have arrived: who reads the message finds out.
  const stored = await fetch(answer.body.url, { method: 'POST', body: form }).catch(() => undefined);
  return stored && !stored.ok ? { problem: `The file ${notSent}` } : { result: answer.body.file };
}

export type LeftMessage = {
  /** The same with every repetition. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly text: string;
  readonly answers: Readonly<Record<string, string>>;
  readonly page?: string | undefined;
};

/** Leaves a message that is answered by mail. */
export async function leaveMessage(ask: Ask, message: LeftMessage): Promise<Done<'left'>> {
  const answer = await ask<Problem>({ method: 'POST', path: 'offline', body: message });
  return answer.status === 202 ? { result: 'left' } : { problem: answer.body?.detail ?? `The message ${notSent}` };
}
