import type { FileTypeResult } from 'file-type';

/** What a file is by its bytes. The package, 22 kB gzip, is loaded by the first file. */
export async function fileTypeOf(body: Uint8Array): Promise<FileTypeResult | undefined> {
  const { fileTypeFromBuffer } = await import('file-type');
  return fileTypeFromBuffer(body);
}
