import { File, FileImage, FileText, type LucideIcon, Paperclip } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { toastError } from '../actions/change.ts';
import type { Attachment } from '../api/types.ts';
import { byteSize } from '../format/words.ts';
import { useAttachmentLink } from './attachment-link.ts';

const AudioPlayer = lazy(async () => ({ default: (await import('./audio-player.tsx')).AudioPlayer }));

type AttachmentsProps = { readonly conversationId: string; readonly attachments: readonly Attachment[] };

const isSound = ({ contentType }: Attachment): boolean => contentType.startsWith('audio/');

/** Files that came with a message: what can be heard is played here, the rest opens beside. */
export const Attachments = ({ conversationId, attachments }: AttachmentsProps) => {
  if (attachments.length === 0) return null;
  return (
    <ul aria-label="Attachments" className="mt-2 flex flex-wrap gap-2">
      {attachments.map((attachment) => (
        <li key={attachment.id}>
          {isSound(attachment) ? (
            <Suspense fallback={<div className="h-8 w-40" />}>
              <AudioPlayer conversationId={conversationId} attachment={attachment} />
            </Suspense>
          ) : (
            <FileButton conversationId={conversationId} attachment={attachment} />
          )}
        </li>
      ))}
    </ul>
  );
};

type FileButtonProps = { readonly conversationId: string; readonly attachment: Attachment };

const FileButton = ({ conversationId, attachment }: FileButtonProps) => {
  const { id, fileName, contentType, bytes } = attachment;
  const linkTo = useAttachmentLink(conversationId);
  const open = async (): Promise<void> => {
    try {
      const link = document.createElement('a');
      Object.assign(link, { href: await linkTo(id), target: '_blank', rel: 'noopener noreferrer' });
      link.click();
    } catch (error) {
      toastError(error, 'The file was not opened.');
    }
  };
  const Icon = iconFor(contentType);
  return (
    <button
      type="button"
      onClick={() => void open()}
      className="flex h-8 max-w-64 items-center gap-2 rounded-m border border-border bg-surface px-2 text-12 text-text hover-tint pointer-coarse:h-11"
    >
      <Icon size={14} className="text-text-3" aria-hidden />
      <bdi dir="auto" className="truncate">
        {fileName}
      </bdi>
      <span className="tabular shrink-0 text-text-3">{byteSize(bytes)}</span>
    </button>
  );
};

const iconFor = (contentType: string): LucideIcon => {
  if (contentType.startsWith('image/')) return FileImage;
  if (contentType.startsWith('text/') || contentType === 'application/pdf') return FileText;
  return contentType === '' ? Paperclip : File;
};
