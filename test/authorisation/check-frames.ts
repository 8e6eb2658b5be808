import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { subprotocol } from '#domain/chat/version.ts';
import type { Verdict } from './ask.ts';
import { aboutOf } from './check-api.ts';
import { beginSession } from './check-chat.ts';
import { newTicket } from './check-sockets.ts';
import { canary } from './seed.ts';
import type { World } from './world.ts';

/** Says each frame of both protocols, about what is somebody else's. */

const answerWithinMs = 5000;

/** Says frames one after the other, with a ping behind them: all that is heard until it is answered. */
async function heardAfter(socket: WebSocket, frames: readonly unknown[]): Promise<readonly string[]> {
  const heard: string[] = [];
  socket.on('message', (data) => heard.push(String(data)));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  for (const frame of [...frames, { type: 'ping' }]) socket.send(JSON.stringify(frame));
  const giveUpAt = performance.now() + answerWithinMs;
  while (!heard.some((frame) => frame.includes('"pong"')) && performance.now() < giveUpAt) await wait(10);
  socket.terminate();
  return heard;
}

const verdict = (cell: string, heard: readonly string[]): Verdict => {
  const isAnswered = heard.some((frame) => frame.includes('"pong"'));
  const isMisunderstood = heard.some((frame) => frame.includes('"problem"'));
  const leaks = heard.some((frame) => frame.includes(canary));
  const wrong = isAnswered && !isMisunderstood && !leaks ? undefined : `heard ${heard.join(' ').slice(0, 300)}`;
  return { group: 'frames', cell, expected: 'nothing of others', wrong };
};

export async function checkFrames(world: World): Promise<readonly Verdict[]> {
  const { asked } = await aboutOf(world, 'foreign', true);
  const topics = ['account', 'inbox:colleague', 'queue:vip', `conversation:${asked.id}`];
  const visitor = await beginSession(world);
  const { SOCKETS_PUBLIC_URL, CHAT_SOCKETS_PUBLIC_URL } = world.values;
  const ticket = await newTicket(world);
  return [
    verdict(
      'console',
      await heardAfter(new WebSocket(`${SOCKETS_PUBLIC_URL}?ticket=${ticket}`), [
        { type: 'subscribe', topics },
        { type: 'presence', conversationId: asked.id, doing: 'viewing' },
      ]),
    ),
    verdict(
      'chat',
      await heardAfter(new WebSocket(CHAT_SOCKETS_PUBLIC_URL, [subprotocol, visitor]), [
        { type: 'message', id: randomUUID(), text: 'Hello' },
        { type: 'typing' },
        { type: 'got', upTo: asked.messageIds[0] },
        { type: 'seen', upTo: asked.messageIds[0] },
      ]),
    ),
  ];
}
