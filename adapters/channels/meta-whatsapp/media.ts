import * as z from 'zod';
import { bearer, callGraph, type GraphAccess } from '#adapters/channels/meta/graph.ts';
import { copyMedia, type MediaPlace } from '#adapters/channels/shared/media.ts';
import type { FileStore } from '#domain/channels/inbound-envelope.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';

type Needs = { readonly fetch: typeof fetch; readonly files: FileStore };

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media, read 2026-11-22. */
const maxBytes = 100_000_000;
const hosts = ['lookaside.fbsbx.com'];

const $Media = z.object({ url: z.string() });

/** Copies a customer's file: its id is good for an address, and that for five minutes with our token. What is gone becomes a note. */
export async function copyWhatsAppFile(
  needs: Needs,
  access: GraphAccess,
  file: { readonly mediaId: string; readonly place: MediaPlace },
): Promise<Attachment> {
  const { mediaId, place } = file;
  const answer = await callGraph(needs, access, { path: encodeURIComponent(mediaId) });
  if (!answer.ok && !isGone(answer)) throw new Error(`looking up media was answered with HTTP ${answer.status}`);
  const url = answer.ok ? $Media.safeParse(answer.body).data?.url : undefined;
  const source = { url: url ?? `https://${hosts[0]}/`, hosts, headers: bearer(access), maxBytes };
  return copyMedia(url === undefined ? { ...needs, fetch: gone } : needs, source, place);
}

/** 100 with subcode 33: an object that does not exist, or no more. Others, such as a refused token, pass. */
const isGone = ({ status, error }: { status: number; error?: { code: number } | undefined }): boolean =>
  status === 404 || error?.code === 100;

const gone: typeof fetch = async () => new Response(null, { status: 404 });
