import type { ServerFrame } from '#functions/realtime/contract.ts';

/** The fields by which a frame of each kind is known; the server has validated the rest. */
const shapes: Record<ServerFrame['type'], Record<string, 'number' | 'object' | 'string'>> = {
  change: { conversation: 'object', events: 'object' },
  stale: {},
  agent: { agent: 'object' },
  subscribed: { now: 'string' },
  onlookers: { conversationId: 'string', people: 'object' },
  'customer-typing': { conversationId: 'string', at: 'string' },
  pong: { now: 'string' },
  problem: { detail: 'string' },
};

/** Reads what came over the socket, one frame or a list of them; nothing in place of one that this console does not know. */
export const readFrames = (text: string): readonly (ServerFrame | undefined)[] => {
  const sent = parse(text);
  return Array.isArray(sent) ? sent.map(frameOf) : [frameOf(sent)];
};

const frameOf = (frame: unknown): ServerFrame | undefined => {
  if (!isRecord(frame) || typeof frame.type !== 'string' || !Object.hasOwn(shapes, frame.type)) return undefined;
  const shape = Object.entries(shapes[frame.type as ServerFrame['type']]);
  const fits = shape.every(([field, type]) => typeof frame[field] === type && frame[field] !== null);
  return fits ? (frame as ServerFrame) : undefined;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
