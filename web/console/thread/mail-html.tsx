import { useQuery } from '@tanstack/react-query';
import DOMPurify from 'dompurify';
import { ImageIcon } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useNeeds } from '../api/context.ts';
import { htmlQuery } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';

type MailHtmlProps = { readonly conversationId: string; readonly eventId: string };

/** Tag by tag: a pattern over all of it would read on from every one of thousands of tags that never end. */
const hasRemoteImages = (html: string): boolean =>
  html
    .split(/<img/i)
    .slice(1)
    .some((rest) => /https?:/i.test(rest.slice(0, Math.max(rest.indexOf('>'), 0))));

/** A mail as its sender formatted it: sanitised, in a sandbox without scripts, remote images only when asked for. */
export const MailHtml = ({ conversationId, eventId }: MailHtmlProps) => {
  const { api } = useNeeds();
  const { data, isError, refetch } = useQuery(htmlQuery(api, { conversationId, eventId }));
  const [images, setImages] = useState<Images>('hidden');
  const page = useMemo(() => (data ? pageFor(data.html, images) : undefined), [data, images]);
  if (isError) {
    return (
      <p role="alert" className="text-13 text-bad">
        The original could not be loaded.{' '}
        <button type="button" className="underline" onClick={() => void refetch()}>
          Retry
        </button>
      </p>
    );
  }
  if (page === undefined) return <p className="late text-13 text-text-3">Loading the original…</p>;
  return (
    <>
      {images === 'hidden' && hasRemoteImages(data?.html ?? '') ? (
        <Button className="mb-2 h-7! text-12!" onPress={() => setImages('shown')}>
          <ImageIcon size={14} aria-hidden />
          Show images (their sender can see that you do)
        </Button>
      ) : null}
      <iframe
        key={images}
        title="Original formatting"
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        srcDoc={page}
        onLoad={({ currentTarget }) => fitHeight(currentTarget)}
        className="block h-40 w-full rounded-m bg-white"
      />
    </>
  );
};

type Images = 'hidden' | 'shown';

const forbidden = [
  ...['form', 'input', 'button', 'select', 'textarea', 'iframe', 'frame', 'object', 'embed', 'base', 'meta', 'link'],
  ...['svg', 'math', 'audio', 'video', 'source', 'track', 'portal', 'dialog'],
];

/** DOMPurify leaves style sheets and url(): it is the policy that keeps every tracker from being fetched. */
const pageFor = (html: string, images: Images): string => {
  const clean = DOMPurify.sanitize(html, {
    WHOLE_DOCUMENT: true,
    FORBID_TAGS: forbidden,
    FORBID_ATTR: ['srcset', 'ping', 'formaction', 'background', 'poster'],
    ADD_ATTR: ['target'],
  });
  const sources = images === 'shown' ? 'data: https:' : 'data:';
  // An image that may not load is a broken picture: rather none.
  const withoutImages = images === 'shown' ? '' : 'img:not([src^="data:"]){display:none}';
  const head = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src ${sources}"><meta charset="utf-8"><base target="_blank"><style>:root{color-scheme:light}body{margin:12px;font:14px/20px system-ui,sans-serif;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}${withoutImages}</style>`;
  return clean.replace(/<head>/i, `<head>${head}`);
};

const tallest = 2400;

const fitHeight = (frame: HTMLIFrameElement): void => {
  const page = frame.contentDocument;
  if (!page) return;
  for (const link of page.querySelectorAll('a')) link.rel = 'noopener noreferrer nofollow';
  // A page is never lower than its frame: measured in one of no height.
  frame.style.height = '0';
  frame.style.height = `${Math.min(tallest, page.documentElement.scrollHeight)}px`;
};
