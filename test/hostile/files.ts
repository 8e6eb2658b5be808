import { deflateRawSync, gzipSync } from 'node:zlib';
import type { Hostile } from './contract.ts';
import type { Received } from './support/desk.ts';
import { from, type HostileMail, mailCase } from './support/mail.ts';

type Part = { readonly type: string; readonly disposition?: string; readonly body?: Uint8Array };

const mailWith = ({ type, disposition = 'attachment', body = Buffer.from('x') }: Part): string =>
  `${from}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee there.\r\n--b\r\nContent-Type: ${type}\r\nContent-Disposition: ${disposition}\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(
    body,
  )
    .toString('base64')
    .replaceAll(/(.{76})/g, '$1\r\n')}\r\n--b--\r\n`;

/** What a file was kept as. A name is safe when it cannot leave its folder, hide its type or break a line. */
const fileKept = ({ message: { attachments } }: Received): string =>
  attachments
    .map(({ fileName, key, contentType, bytes }) => {
      const isSafe =
        !/[/\\\p{Cc}\p{Cf}<>:"|?*]|^\.|[. ]$/u.test(fileName) && fileName.length > 0 && fileName.length <= 200;
      const isInside = /^mail\/[0-9a-f]{32}\/\d+-[A-Za-z0-9._-]+$/.test(key) && !key.includes('/..');
      return `${isSafe && isInside ? 'safe' : 'UNSAFE'} name "${fileName.slice(0, 60)}" of ${fileName.length}, ${contentType}, ${bytes} bytes`;
    })
    .join('; ');

const namesOfFiles: readonly (readonly [string, string, RegExp?])[] = [
  ['that climbs out of its folder', 'filename="../../../etc/passwd"', /"passwd"/],
  ['that climbs out the way of Windows', 'filename="..\\\\..\\\\windows\\\\system32\\\\evil.exe"'],
  ['that is an absolute path', 'filename="/etc/passwd"', /"passwd"/],
  ['of a drive', 'filename="C:\\\\evil.exe"'],
  ['with NUL before its type', 'filename="invoice.pdf\u0000.exe"', /invoice\.pdf\.exe/],
  ['that turns its direction', 'filename="photo\u202Egpj.exe"', /photogpj\.exe/],
  ['of a device of Windows', 'filename="CON"', /"_CON"/],
  ['of a device with a type', 'filename="aux.txt"', /"_aux\.txt"/],
  ['of 100,000 characters', `filename="${'a'.repeat(100_000)}.pdf"`, /of 200/],
  ['of 100,000 dots', `filename="${'.'.repeat(100_000)}"`],
  ['of dots and spaces', 'filename=" . . "'],
  ['with two types', 'filename="invoice.pdf.exe"', /invoice\.pdf\.exe/],
  ['that is empty', 'filename=""'],
  ['of unicode that normalises to a slash', "filename*=utf-8''..%EF%BC%8F..%EF%BC%8Fpasswd"],
  ['composed and decomposed', "filename*=utf-8''Gru%CC%88%C3%9Fe.pdf"],
  ['with a line break', "filename*=utf-8''a%0D%0AContent-Type:%20text/html%0D%0A.txt"],
  ['that is markup', 'filename="<img src=x onerror=alert(1)>.png"'],
  ['of half a surrogate', "filename*=utf-16''%D8%00.txt"],
  ['in 5,000 continuations', Array.from({ length: 5000 }, (_, n) => `filename*${n}=abc`).join('; '), /of 200/],
  ['in continuations with gaps', 'filename*0=a; filename*7=b; filename*3=c'],
  ['in continuations of huge index', 'filename*0=a; filename*99999999999=b; filename*-1=c'],
  ['in continuations that repeat', `${'filename*0=a; '.repeat(5000)}filename*1=b`],
  ['in continuations of mixed encoding', "filename*0*=utf-8''%C3; filename*1*=%BC; filename*2=.txt"],
  ['in a broken percent encoding', "filename*=utf-8''%ZZ%C3%"],
  ['in a charset that there is not', "filename*=klingon''%41.txt"],
  ['in 20,000 parameters', Array.from({ length: 15_000 }, (_, n) => `p${n}=x`).join('; ')],
];

const named: readonly HostileMail[] = namesOfFiles.map(([name, parameters, because]) => ({
  name: `a file name ${name}`,
  raw: () => mailWith({ type: 'application/octet-stream', disposition: `attachment; ${parameters}` }),
  about: fileKept,
  because: because ?? /^safe name/,
}));

const png = (width: number, height: number): Uint8Array => {
  const header = Buffer.from(
    '89504e470d0a1a0a0000000d49484452000000000000000008060000000000000049454e44ae426082',
    'hex',
  );
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  return header;
};
const gif = Buffer.concat([Buffer.from('GIF89a'), Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0]), Buffer.alloc(1000)]);

/** A zip of one entry that is 1,000 times its size, and a directory that names the same bytes again and again (Fifield, 2019). */
function overlappingZip(entries: number): Uint8Array {
  const kernel = deflateRawSync(Buffer.alloc(1_000_000));
  const directory = Buffer.alloc(46 + 1);
  directory.writeUInt32LE(0x02_01_4b_50, 0);
  directory.writeUInt16LE(8, 10);
  directory.writeUInt32LE(kernel.length, 20);
  directory.writeUInt32LE(0xff_ff_ff_fe, 24);
  directory.writeUInt16LE(1, 28);
  directory.write('0', 46);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04_03_4b_50, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06_05_4b_50, 0);
  end.writeUInt16LE(entries, 10);
  return Buffer.concat([local, kernel, ...Array.from({ length: entries }, () => directory), end]);
}
const gzipInGzip = (): Uint8Array => gzipSync(gzipSync(gzipSync(Buffer.alloc(20_000_000))));

const packed: readonly (readonly [string, string, () => Uint8Array])[] = [
  ['a zip bomb of overlapping entries', 'application/zip; name=42.zip', () => overlappingZip(20_000)],
  ['gzip in gzip in gzip', 'application/gzip; name=x.gz', gzipInGzip],
  ['a zip that says it is a picture', 'image/png; name=photo.png', () => overlappingZip(10)],
  [
    'a docx that is a zip bomb',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document; name=cv.docx',
    () => overlappingZip(1000),
  ],
  [
    'a picture of 2,147,483,647 by 2,147,483,647 pixels',
    'image/png; name=big.png',
    () => png(0x7f_ff_ff_ff, 0x7f_ff_ff_ff),
  ],
  ['a GIF of 65,535 by 65,535 pixels', 'image/gif; name=big.gif', () => gif],
  [
    'an SVG with a script',
    'image/svg+xml; name=logo.svg',
    () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'),
  ],
  [
    'an SVG of a billion laughs',
    'image/svg+xml; name=lol.svg',
    () =>
      Buffer.from(
        `<!DOCTYPE svg [<!ENTITY a "ha">${Array.from({ length: 30 }, (_, n) => `<!ENTITY a${n} "${`&a${n - 1};`.repeat(10)}">`).join('')}]><svg>&a29;</svg>`,
      ),
  ],
  [
    'a PDF with a script',
    'application/pdf; name=bill.pdf',
    () => Buffer.from('%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF'),
  ],
  [
    'HTML that says it is a picture',
    'image/png; name=photo.png',
    () => Buffer.from('<html><script>alert(1)</script></html>'),
  ],
  ['a program that says it is a text', 'text/plain; name=readme.txt', () => Buffer.from('MZ\u0090\u0000\u0003')],
  ['a type that is no type', `${'x'.repeat(5000)}; name=x`, () => Buffer.from('x')],
  ['a type with a line break', 'text/html"\u0001\u0002/evil; name=x', () => Buffer.from('x')],
];

/** What is unpacked on the way has another size than what came. */
const files: readonly HostileMail[] = packed.map(([name, type, body]) => {
  let bytes = 0;
  return {
    name: `${name}, kept as it came and never opened`,
    raw: () => {
      const made = body();
      bytes = made.byteLength;
      return mailWith({ type, body: made });
    },
    about: (received) =>
      `${fileKept(received)}, ${received.message.attachments[0]?.bytes === bytes ? 'as many as were sent' : 'CHANGED'}`,
    because: /^safe name .* bytes, as many as were sent$/,
  };
});

/** Names of files, and files that are built to do harm to whoever opens them. */
export const fileCases: readonly Hostile[] = [
  ...named.map((mail) => mailCase('mail: file names', mail)),
  ...files.map((mail) => mailCase('mail: files', mail)),
];
