import type { ReadingNeeds } from '#adapters/channels/needs.ts';

export type ReaderNeeds = ReadingNeeds & {
  /** Where AWS puts files of WhatsApp. */
  readonly filesBucket: string;
  /** Reads the raw mail that SES stored. */
  readonly mail: { get(bucket: string, key: string): Promise<Uint8Array | undefined> };
};
