import { type JWTPayload, jwtVerify } from 'jose';
import * as z from 'zod';
import type { Identified } from '#domain/chat/start-session.ts';
import { Refusal } from '#domain/kernel/refusal.ts';

/** A token that works for longer than this was not made for one visit. */
const longestSeconds = 24 * 3600;
const clockTolerance = 60;

const $Claims = z.object({
  sub: z.string().min(1).max(200),
  name: z.string().min(1).max(100).optional(),
  email: z.email().max(254).optional(),
  email_verified: z.boolean().optional(),
});

export type Presented = {
  readonly token: string;
  readonly secrets: readonly string[];
  readonly connectionId: string;
  readonly now: Date;
};

async function verified({ token, secrets, connectionId, now }: Presented): Promise<JWTPayload | undefined> {
  const rules = { algorithms: ['HS256'], currentDate: now, clockTolerance, requiredClaims: ['sub', 'exp'] };
  for (const secret of secrets) {
    try {
      const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), rules);
      // A business with two chats may say for which one a token is.
      if (payload.aud !== undefined && ![payload.aud].flat().includes(connectionId)) return undefined;
      return (payload.exp ?? 0) - now.getTime() / 1000 > longestSeconds + clockTolerance ? undefined : payload;
    } catch {
      // Signed with another of the secrets, or with none.
    }
  }
  return undefined;
}

/** Who the business says this is: a JWT signed with a secret of the connection (HS256), for at most a day. */
export async function identify(presented: Presented): Promise<Identified> {
  const { success, data } = $Claims.safeParse(await verified(presented));
  if (!success)
    throw new Refusal(
      'unauthenticated',
      'identify: not a token signed with HS256 by a secret of this connection, with sub and exp at most 24 hours ahead',
    );
  const { sub: userId, name, email, email_verified: emailVerified } = data;
  return { userId, name, email: email && normalMail(email), emailVerified: emailVerified === true };
}

/** The domain of a mail address is the same in any case (RFC 5321 section 2.4). */
export function normalMail(address: string): string {
  const split = address.lastIndexOf('@');
  return `${address.slice(0, split)}${address.slice(split).toLowerCase()}`;
}
