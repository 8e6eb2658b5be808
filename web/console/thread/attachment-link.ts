import { useNeeds } from '../api/context.ts';

/** Asks for a link to a file each time it is used: links expire. */
export const useAttachmentLink = (conversationId: string): ((attachmentId: string) => Promise<string>) => {
  const { api } = useNeeds();
  return async (attachmentId) => {
    const path = `/v1/conversations/${encodeURIComponent(conversationId)}/attachments/${encodeURIComponent(attachmentId)}`;
    return (await api.get<{ url: string }>(path)).url;
  };
};
