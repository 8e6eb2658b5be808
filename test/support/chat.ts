import type { Connection } from '#domain/channels/channel.ts';
import type { ChatSession, ChatSocket, ChatVisitor } from '#domain/chat/session.ts';
import type { ChatConnection } from '#domain/chat/settings.ts';
import { noon } from './builders.ts';

/** Builders of chats. */

export const aChatConnection = (overrides: Partial<Connection> = {}): ChatConnection => ({
  id: 'support-web-chat',
  channel: 'chat',
  name: 'Shop chat',
  address: 'shop.example',
  queueId: 'billing',
  ...overrides,
  provider: overrides.provider === 'in-app' ? 'in-app' : 'web-chat',
});

export const aChatSession = (overrides: Partial<ChatSession> = {}): ChatSession => ({
  id: 's'.repeat(26),
  connectionId: 'support-web-chat',
  visitor: 'visitor:v-1',
  secretHash: 'hash of the secret',
  expiresAt: '2026-11-20T12:00:00.000Z',
  ...overrides,
});

export const aChatVisitor = (overrides: Partial<ChatVisitor> = {}): ChatVisitor => ({
  connectionId: 'support-web-chat',
  address: 'visitor:v-1',
  lastSeenAt: noon,
  ...overrides,
});

export const aChatSocket = (overrides: Partial<ChatSocket> = {}): ChatSocket => ({
  id: 'chat-socket-1',
  sessionId: 's'.repeat(26),
  connectionId: 'support-web-chat',
  visitor: 'visitor:v-1',
  openedAt: noon,
  ...overrides,
});
