import type { Hostile, Verdict } from './contract.ts';
import { aMailDesk, type MailDesk } from './support/memory-desk.ts';

const mailFrom = (address: string, n: number): Buffer =>
  Buffer.from(
    `From: <${address}>\r\nMessage-ID: <${n}@${address}>\r\nSubject: Complaint ${n}\r\n\r\nAnswer me at once, number ${n}.`,
  );

/** CPU time of one mail, in milliseconds. */
async function eachOf(desk: MailDesk, address: string, numbers: readonly number[]): Promise<number> {
  const before = process.cpuUsage();
  for (const n of numbers) await desk.receive({ raw: mailFrom(address, n), source: address, recipient: desk.address });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / numbers.length;
}

const flooder = 'eve@evil.example';
const neighbour = 'ada@customer.example';

async function flood(desk: MailDesk, mails: number): Promise<Verdict> {
  const all = Array.from({ length: mails }, (_, n) => n);
  const tenth = Math.ceil(mails / 10);
  const first = await eachOf(desk, flooder, all.slice(0, tenth));
  await eachOf(desk, flooder, all.slice(tenth, -tenth));
  await eachOf(desk, neighbour, [0]);
  const last = await eachOf(desk, flooder, all.slice(-tenth));
  const lines = await desk.today();
  const placed = lines.filter(({ outcome }) => outcome === 'placed').length;
  if (placed !== mails + 1) throw new Error(`${mails + 1} mails came in and ${placed} were placed`);
  const opened = desk.world.memory.conversations.size - 1;
  return {
    outcome: 'stored',
    reason: `none lost; ${opened} conversations of the sender, then one takes the rest; the neighbour has its own; ${first.toFixed(1)} ms a mail in the first tenth, ${last.toFixed(1)} ms in the last`,
  };
}

function floodOf({ mails, isLong }: { readonly mails: number; readonly isLong?: true }): Hostile {
  let desk: MailDesk | undefined;
  return {
    group: 'mail: floods',
    name: `${mails.toLocaleString('en')} mails in a minute from one sender`,
    expects: 'stored',
    because: /^none lost; 25 conversations/,
    inputs: mails,
    ...(isLong ? { isLong } : {}),
    async prepare() {
      desk = aMailDesk('help@shop.example');
    },
    run: () => flood(desk ?? aMailDesk('help@shop.example'), mails),
  };
}

/** So much mail that it would bury everybody else's. */
export const floodCases: readonly Hostile[] = [floodOf({ mails: 300 }), floodOf({ mails: 10_000, isLong: true })];
