import type { Api } from '../api/client.ts';
import type { Upload } from '../api/types.ts';

type Source = { readonly file: File; readonly contentType: string };
type Watching = { readonly onShare: (share: number) => void; readonly signal: AbortSignal };

/** Puts a file straight into the store, by a form that the API gives out; answers the id of the upload. */
export const uploadFile = async (api: Api, { file, contentType }: Source, watching: Watching): Promise<string> => {
  const { uploadId, url, fields } = await api.change<Upload>({
    method: 'POST',
    path: '/v1/uploads',
    body: { bytes: file.size, contentType },
    idempotencyKey: crypto.randomUUID(),
  });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  // S3 reads no field that comes after the file.
  form.append('file', file);
  watching.signal.throwIfAborted();
  await post(url, form, watching);
  return uploadId;
};

/** fetch does not tell how far it has come; this does. */
const post = (url: string, form: FormData, { onShare, signal }: Watching): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.upload.addEventListener('progress', ({ loaded, total }) => total > 0 && onShare(loaded / total));
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(new Error(`The file store answered with status ${request.status}. Try again.`));
    });
    request.addEventListener('error', () => reject(new Error('Check your connection and try again.')));
    request.addEventListener('abort', () => reject(new Error('It was stopped.')));
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
