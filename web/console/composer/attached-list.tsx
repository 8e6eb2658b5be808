import { CircleAlert, Paperclip, X } from 'lucide-react';
import { byteSize } from '../format/words.ts';
import { type AttachedFile, detachFile } from './attached-files.ts';

/** The files that go along, how far they have come, and why one cannot. */
export const AttachedList = ({ files }: { readonly files: readonly AttachedFile[] }) => (
  <ul aria-label="Files that go along" className="flex flex-wrap gap-2 px-3 pt-1 pb-2">
    {files.map((file) => (
      <li
        key={file.id}
        className={`flex min-h-8 max-w-full items-center gap-2 rounded-m border ps-2 text-12 pointer-coarse:min-h-11 ${file.state.status === 'refused' ? 'border-bad/40 text-bad' : 'border-border'}`}
      >
        {file.state.status === 'refused' ? (
          <CircleAlert size={14} aria-hidden />
        ) : (
          <Paperclip size={14} className="text-text-3" aria-hidden />
        )}
        <FileState file={file} />
        <button
          type="button"
          aria-label={`Remove ${file.fileName}`}
          onClick={() => detachFile(file.id)}
          className="me-1 grid size-6 shrink-0 place-items-center rounded-s hover-tint pointer-coarse:size-11"
        >
          <X size={12} aria-hidden />
        </button>
      </li>
    ))}
  </ul>
);

const FileState = ({ file: { fileName, bytes, state } }: { readonly file: AttachedFile }) => {
  if (state.status === 'refused') {
    return (
      <span role="alert" dir="auto">
        {state.why}
      </span>
    );
  }
  return (
    <>
      <bdi dir="auto" className="max-w-48 truncate">
        {fileName}
      </bdi>
      {state.status === 'uploading' ? (
        <progress max={1} value={state.share} aria-label={`Uploading ${fileName}`} className="h-1 w-16 accent-accent" />
      ) : (
        <span className="tabular text-text-3">{byteSize(bytes)}</span>
      )}
    </>
  );
};
