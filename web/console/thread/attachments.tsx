import { File, FileImage, FileText, type LucideIcon, Paperclip } from 'lucide-react';
import { toastError } from '../actions/change.ts';
import { useNeeds } from '../api/context.ts';
import type { Attachment } from '../api/types.ts';
import { byteSize } from '../format/words.ts';

type AttachmentsProps = { readonly conversationId: string; readonly attachments: readonly Attachment[] };

/** Files that came with a message; each link is asked for when it is used, since links expire. */
export const Attachments = ({ conversationId, attachments }: AttachmentsProps) => {
  const { api } = useNeeds();
  if (attachments.length === 0) return null;
  const open = async (id: string): Promise<void> => {
    try {
      const path = `/v1/conversations/${encodeURIComponent(conversationId)}/attachments/${encodeURIComponent(id)}`;
      const { url } = await api.get<{ url: string }>(path);
      const link = document.createElement('a');
      Object.assign(link, { href: url, target: '_blank', rel: 'noopener noreferrer' });
      link.click();
    } catch (error) {
      toastError(error, 'The file was not opened.');
    }
  };
  return (
    <ul aria-label="Attachments" className="mt-2 flex flex-wrap gap-2">
      {attachments.map(({ id, fileName, contentType, bytes }) => {
        const Icon = iconFor(contentType);
        return (
          <li key={id}>
            <button
              type="button"
              onClick={() => void open(id)}
              className="flex h-8 max-w-64 items-center gap-2 rounded-m border border-border bg-surface px-2 text-12 text-text hover-tint pointer-coarse:h-11"
            >
              <Icon size={14} className="text-text-3" aria-hidden />
              <bdi dir="auto" className="truncate">
                {fileName}
              </bdi>
              <span className="tabular shrink-0 text-text-3">{byteSize(bytes)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
};

const iconFor = (contentType: string): LucideIcon => {
  if (contentType.startsWith('image/')) return FileImage;
  if (contentType.startsWith('text/') || contentType === 'application/pdf') return FileText;
  return contentType === '' ? Paperclip : File;
};
