import type { ServerFrame } from '#functions/realtime/contract.ts';

/** The fields by which a frame of each kind is known; the server has validated the rest. */
const shapes: Record<ServerFrame['type'], Record<string, 'number' | 'object' | 'string'>> = {
  change: { seq: 'number', conversation: 'object', events: 'object' },
  agent: { agent: 'object' },
  subscribed: { seq: 'number', now: 'string', missed: 'object' },
  onlookers: { conversationId: 'string', people: 'object' },
  'customer-typing': { conversationId: 'string', at: 'string' },
  pong: { seq: 'number', now: 'string' },
  problem: { detail: 'string' },
};

/** Reads what came over the socket; nothing where it is not a frame this console knows. */
export const readFrame = (text: string): ServerFrame | undefined => {
  const frame = parse(text);
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
