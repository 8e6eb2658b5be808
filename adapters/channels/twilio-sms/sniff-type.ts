type Mark = { readonly contentType: string; readonly extension: string; readonly at: number; readonly bytes: string };

/** First bytes, in Latin-1, of the types that phones send. https://www.iana.org/assignments/media-types, RFC 9639, RFC 4867. */
const marks: readonly Mark[] = [
  { contentType: 'image/jpeg', extension: 'jpg', at: 0, bytes: '\xff\xd8\xff' },
  { contentType: 'image/png', extension: 'png', at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { contentType: 'image/gif', extension: 'gif', at: 0, bytes: 'GIF8' },
  { contentType: 'image/webp', extension: 'webp', at: 8, bytes: 'WEBP' },
  { contentType: 'image/heic', extension: 'heic', at: 4, bytes: 'ftyphei' },
  { contentType: 'image/heic', extension: 'heic', at: 4, bytes: 'ftypmif1' },
  { contentType: 'application/pdf', extension: 'pdf', at: 0, bytes: '%PDF-' },
  { contentType: 'audio/mpeg', extension: 'mp3', at: 0, bytes: 'ID3' },
  { contentType: 'audio/mpeg', extension: 'mp3', at: 0, bytes: '\xff\xfb' },
  { contentType: 'audio/mpeg', extension: 'mp3', at: 0, bytes: '\xff\xf3' },
  { contentType: 'audio/aac', extension: 'aac', at: 0, bytes: '\xff\xf1' },
  { contentType: 'audio/ogg', extension: 'ogg', at: 0, bytes: 'OggS' },
  { contentType: 'audio/amr', extension: 'amr', at: 0, bytes: '#!AMR' },
  { contentType: 'audio/mp4', extension: 'm4a', at: 4, bytes: 'ftypM4A' },
  { contentType: 'audio/wav', extension: 'wav', at: 8, bytes: 'WAVE' },
];

const unknown = { contentType: 'application/octet-stream', extension: 'bin' } as const;

/** The type that the bytes show, whatever the sender called them: a page that claims to be a picture is shown as neither. */
export function sniffType(body: Uint8Array): { readonly contentType: string; readonly extension: string } {
  const start = Buffer.from(body.subarray(0, 32)).toString('latin1');
  return marks.find(({ at, bytes }) => start.startsWith(bytes, at)) ?? unknown;
}
