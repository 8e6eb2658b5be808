import { randomUUID } from 'node:crypto';
import type { RoleColumn } from './expectations.ts';
import type { World } from './world.ts';

/** Who, where, and with what. */
export type Call = readonly [role: RoleColumn, path: string, body?: unknown];

/** Calls the API as somebody, each time with a new key. */
export async function callOn(world: World, method: string, [role, path, body]: Call) {
  const headers = { authorization: world.signedIn[role], 'idempotency-key': randomUUID() };
  const answer = await world.ask({ method, path, headers, body });
  return { status: answer.status, body: JSON.parse(answer.body) };
}
