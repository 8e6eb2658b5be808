import { instant } from '#domain/kernel/clock.ts';
import { type ApiEvent, bodyOf, type Caller } from '#functions/middleware/api/request.ts';
import type { ApiNeeds } from './needs.ts';
import { $UploadRequest, type Upload } from './reply-contract.ts';

const uploadSeconds = 600;

/** Where an agent's upload lies; nobody can name another's. */
export const uploadKey = (agentId: string, uploadId: string): string =>
  `uploads/${encodeURIComponent(agentId)}/${uploadId}`;

/** A form for one upload straight into the bucket, which checks the size itself. */
export async function startUpload(
  needs: ApiNeeds,
  { event, caller }: { readonly event: ApiEvent; readonly caller: Caller },
): Promise<Upload> {
  const { bytes, contentType } = bodyOf(event, $UploadRequest);
  const uploadId = needs.secretText();
  const key = uploadKey(caller.agent.id, uploadId);
  const { url, fields } = await needs.uploadTo({ key, contentType, maxBytes: bytes, seconds: uploadSeconds });
  return { uploadId, url, fields, expiresAt: instant(new Date(needs.now().getTime() + uploadSeconds * 1000)) };
}
