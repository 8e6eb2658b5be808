/** Boxes that hold others on the way to the movie's header. ISO/IEC 14496-12, sections 4.2 and 8.2. */
const movie = 'moov';
const movieHeader = 'mvhd';

type Box = { readonly type: string; readonly body: Buffer };

/** How long an MPEG-4 recording is, in milliseconds; undefined when its header does not say. */
export function durationOf(file: Uint8Array): number | undefined {
  const boxes = boxesOf(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
  const inside = boxes.find(({ type }) => type === movie)?.body;
  const header = inside && boxesOf(inside).find(({ type }) => type === movieHeader)?.body;
  if (!header || header.byteLength < 32) return undefined;
  // Version 1 has times of 64 bits before the scale, version 0 of 32.
  const isLong = header[0] === 1;
  const scale = header.readUInt32BE(isLong ? 20 : 12);
  const length = isLong ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16);
  return scale === 0 || length === 0 ? undefined : Math.round((length * 1000) / scale);
}

function boxesOf(bytes: Buffer): readonly Box[] {
  const boxes: Box[] = [];
  let at = 0;
  while (at + 8 <= bytes.byteLength) {
    const size = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    // 0: to the end; 1: a 64-bit size follows, which no file of ours needs.
    const end = size === 0 ? bytes.byteLength : at + size;
    if (size === 1 || (size !== 0 && size < 8) || end > bytes.byteLength) return boxes;
    boxes.push({ type, body: bytes.subarray(at + 8, end) });
    at = end;
  }
  return boxes;
}
