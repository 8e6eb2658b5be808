import type { MediaPlace } from '#adapters/channels/shared/media.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import type { Change, Entry, NumberValue } from './payload.ts';

/** Copies one of WhatsApp's files into ours: by Meta's API, or by that of AWS. */
export type CopyFile = (mediaId: string, place: MediaPlace) => Promise<Attachment>;

export type Reading = {
  readonly connection: Connection;
  readonly receivedAt: string;
  readonly copyFile: CopyFile;
  /** An entry as a whole body, as this way to WhatsApp has it: what a retry from quarantine reads. */
  readonly bodyOf: (entry: Entry) => string;
};

export type Told = { readonly entry: Entry; readonly change: Change };

/** One change with all that its items are read with. */
export type ReadingOf = Reading & Told & { readonly value: NumberValue };
