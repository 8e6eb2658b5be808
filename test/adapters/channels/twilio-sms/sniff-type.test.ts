import { describe, expect, it } from 'vitest';
import { sniffType } from '#adapters/channels/twilio-sms/sniff-type.ts';

describe('telling a file’s type by its bytes', () => {
  it.each([
    ['\xff\xd8\xff\xe0\x00\x10JFIF', 'image/jpeg'],
    ['\x89PNG\r\n\x1a\n\x00\x00', 'image/png'],
    ['GIF89a', 'image/gif'],
    ['RIFF\x24\x00\x00\x00WEBPVP8 ', 'image/webp'],
    ['\x00\x00\x00\x18ftypheic', 'image/heic'],
    ['%PDF-1.7', 'application/pdf'],
    ['ID3\x04\x00', 'audio/mpeg'],
    ['OggS\x00', 'audio/ogg'],
    ['#!AMR\n', 'audio/amr'],
    ['\x00\x00\x00\x1cftypM4A ', 'audio/mp4'],
    ['RIFF\x24\x00\x00\x00WAVEfmt ', 'audio/wav'],
    ['<html><script>', 'application/octet-stream'],
    ['<svg xmlns="http://www.w3.org/2000/svg">', 'application/octet-stream'],
    ['', 'application/octet-stream'],
  ])('%j is %s', (start, contentType) => {
    expect(sniffType(Buffer.from(start, 'latin1')).contentType).toBe(contentType);
  });
});
