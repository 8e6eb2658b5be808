import { awsSmsLocal } from '#local/channels/aws-sms.ts';
import { eventually } from '#test/journeys/journey.ts';
import type { LocalSystem } from '#test/support/local-system.ts';
import { answered, asks, found, uploaded } from './asking.ts';
import type { Losses } from './lost.ts';

const pool = 'pool-0a1b2c3d';
const name = 'arn:aws:sms-voice:us-east-1:000000000000:sender-id/PARLEY/DE';
const about = 'Is order 70004 packed?';

async function leaveFrom(system: LocalSystem, originationIdentity: string): Promise<void> {
  const { id, ...connection } = awsSmsLocal.connection;
  const body = { ...connection, settings: { ...connection.settings, originationIdentity } };
  await asks(system, 'ada', { method: 'PUT', path: `/v1/connections/${id}`, body });
}

/** Answers until one left from there: functions remember connections for ten seconds. */
async function answeredFrom(
  { system, losses }: { readonly system: LocalSystem; readonly losses: Losses },
  [operation, origin]: readonly [string, string],
  reply: () => Promise<Readonly<Record<string, unknown>>>,
): Promise<void> {
  const seen = await found(system, '70004');
  const hasLeft = async (): Promise<boolean> => {
    if (losses.texted(operation, origin)) return true;
    await answered(system, seen, await reply());
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return losses.texted(operation, origin);
  };
  await eventually(`${operation} from ${origin}`, hasLeft, 30_000);
}

/** A customer writes, and texts leave from a pool of numbers from now on. */
export async function poolIsSet(system: LocalSystem): Promise<void> {
  await system.simulate('aws-sms', 'message', { from: '+15550104070', text: about });
  await leaveFrom(system, pool);
}

/** Words and a file leave from the pool; then texts leave under a name. */
export async function textsLeaveFromPool(system: LocalSystem, losses: Losses): Promise<void> {
  const at = { system, losses };
  await answeredFrom(at, ['SendTextMessage', pool], async () => ({ text: `${about} It is.` }));
  await answeredFrom(at, ['SendMediaMessage', pool], async () => {
    const attachments = [{ uploadId: await uploaded(system, 'ada'), fileName: 'plan.png' }];
    return { text: `${about} It looks so.`, attachments };
  });
  await leaveFrom(system, name);
}

export const textsLeaveUnderName = (system: LocalSystem, losses: Losses): Promise<void> =>
  answeredFrom({ system, losses }, ['SendTextMessage', name], async () => ({ text: `${about} It has left.` }));
