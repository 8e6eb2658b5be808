import type { Conversation, ReplyOption } from '../api/types.ts';
import { fileRefusal, textRefusal } from '../format/reply-limits.ts';
import { isFilled } from '../format/template-text.ts';
import type { Mode } from '../stores/drafts.ts';
import type { AttachedFile } from './attached-files.ts';
import type { TemplateDraft } from './template-picker.tsx';

export type Written = {
  readonly mode: Mode;
  readonly text: string;
  readonly cc: readonly string[];
  readonly files: readonly AttachedFile[];
  readonly template?: TemplateDraft | undefined;
  /** Not known while the ways to the customer are being asked for: the server decides then. */
  readonly way?: ReplyOption | undefined;
};

/** May it be sent, and if not, why, in words, where there is something to say. */
export type Verdict = { readonly isReady: boolean; readonly why?: string | undefined };

const notYet: Verdict = { isReady: false };

const verdict = (why: string | undefined): Verdict => (why ? { isReady: false, why } : { isReady: true });

/** Is what was written something that its channel takes? */
export const checkWritten = (written: Written): Verdict => {
  const { mode, text, way } = written;
  if (mode === 'note') return { isReady: text.trim() !== '' };
  if (way?.may === 'nothing') return notYet;
  if (way?.may === 'template') return checkTemplate(way, written.template);
  if (text.trim() === '' && written.files.length === 0) return notYet;
  return verdict((way && textRefusal(text, way)) ?? fileProblem(written));
};

const checkTemplate = (way: ReplyOption, draft: TemplateDraft | undefined): Verdict => {
  const template = way.templates.find(({ id }) => id === draft?.id);
  return { isReady: template !== undefined && isFilled(template, draft?.variables ?? {}) };
};

const fileProblem = ({ files, way }: Written): string | undefined => {
  if (files.some(({ state }) => state.status === 'refused')) return 'Remove the file that cannot be sent.';
  if (files.some(({ state }) => state.status === 'uploading')) return 'Files are still being uploaded.';
  return way && files.map((file) => fileRefusal(file, way)).find((why) => why !== undefined);
};

/** Only mail knows copies. */
export const copiesOf = (
  { cc, way }: Pick<Written, 'cc' | 'way'>,
  { channel }: Pick<Conversation, 'channel'>,
): readonly string[] => ((way?.channel ?? channel) === 'email' ? cc : []);
