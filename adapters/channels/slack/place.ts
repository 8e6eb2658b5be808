/** Where a message is: `ts` is its name within a channel, never a number. */
export type Place = { readonly channel: string; readonly ts: string };

/** Our provider id of a message and our id of a thread, which Slack names by its first message. */
export const slackId = ({ channel, ts }: Place): string => `${channel}:${ts}`;

/** The way back; undefined for what is not in a channel. */
export function placeOf(id: string | undefined): Place | undefined {
  const [channel, ts] = id?.split(':') ?? [];
  return channel !== undefined && ts !== undefined && /^\d+\.\d+$/.test(ts) ? { channel, ts } : undefined;
}

/** Channels of one person and the app. */
export const isDirect = (channel: string): boolean => channel.startsWith('D');

/** `1595926230.009600` as an instant, to the millisecond; undefined when it is none. */
export function timeOf(ts: string | undefined): string | undefined {
  const [, seconds, fraction = ''] = /^(\d{1,11})\.(\d+)$/.exec(ts ?? '') ?? [];
  if (seconds === undefined) return undefined;
  return new Date(Number(seconds) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3))).toISOString();
}
