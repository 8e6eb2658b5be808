import type { ListFilter } from './types.ts';

/** Names of what is cached. */
export const keys = {
  bootstrap: ['bootstrap'] as const,
  lists: ['conversations'] as const,
  list: (filter: ListFilter) => ['conversations', filter.view, filter.queueId ?? ''] as const,
  details: ['conversation'] as const,
  detail: (id: string) => ['conversation', id] as const,
  replyOptions: (id: string, version: number) => ['reply-options', id, version] as const,
  customer: (id: string) => ['customer', id] as const,
  html: (conversationId: string, eventId: string) => ['html', conversationId, eventId] as const,
  search: (text: string) => ['search', text] as const,
  quarantine: ['quarantine'] as const,
};
