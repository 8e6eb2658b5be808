import { Play } from 'lucide-react';
import { useState } from 'react';
import { toastError } from '../actions/change.ts';
import type { Attachment } from '../api/types.ts';
import { byteSize } from '../format/words.ts';
import { Button } from '../ui/button.tsx';
import { useAttachmentLink } from './attachment-link.ts';

type AudioPlayerProps = { readonly conversationId: string; readonly attachment: Attachment };

/** A recording or a voice message, fetched only once somebody wants to hear it. */
export const AudioPlayer = ({ conversationId, attachment }: AudioPlayerProps) => {
  const { id, fileName, bytes } = attachment;
  const linkTo = useAttachmentLink(conversationId);
  const [url, setUrl] = useState<string>();
  const play = async (): Promise<void> => {
    try {
      setUrl(await linkTo(id));
    } catch (error) {
      toastError(error, 'The recording was not played.');
    }
  };
  const giveUp = (): void => {
    setUrl(undefined);
    toastError(new Error(), `“${fileName}” could not be played. Try again, the link may have expired.`);
  };
  if (url === undefined) {
    return (
      <Button className="h-8! pointer-coarse:h-11!" onPress={() => void play()}>
        <Play size={14} aria-hidden />
        Play{' '}
        <bdi dir="auto" className="max-w-48 truncate">
          {fileName}
        </bdi>
        <span className="tabular text-12 text-text-3">{byteSize(bytes)}</span>
      </Button>
    );
  }
  return (
    // biome-ignore lint/a11y/useMediaCaption: a call has no captions; its transcript stands beside it where there is one
    <audio controls autoPlay src={url} aria-label={fileName} onError={giveUp} className="h-10 w-80 max-w-full" />
  );
};
