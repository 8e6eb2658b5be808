import { useState } from 'react';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import { useNeeds } from '../api/context.ts';
import type { Conversation } from '../api/types.ts';
import { drafts } from '../stores/drafts.ts';
import { useStore } from '../stores/store.ts';
import { attachedFiles, attachFiles, forgetFiles } from './attached-files.ts';
import type { Written } from './check-written.ts';
import { composerMode } from './composer-focus.ts';
import type { TemplateDraft } from './template-picker.tsx';
import { type ReplyWays, useReplyWays } from './use-reply-ways.ts';
import { isBarred, type SendWay, useSend } from './use-send.ts';

/** With what an answer is made: words, an approved template, or not in writing at all. */
export type InputKind = 'text' | 'template' | 'none';

export type Composing = {
  readonly conversation: Conversation;
  readonly written: Written;
  readonly ways: ReplyWays;
  readonly input: InputKind;
  readonly setCc: (cc: readonly string[]) => void;
  readonly setTemplate: (draft: TemplateDraft | undefined) => void;
  readonly attach: (files: readonly File[]) => void;
  readonly send: (way: SendWay) => void;
};

/** Everything about the answer or note that is being written. */
export const useComposer = (detail: ConversationDetail): Composing => {
  const { conversation } = detail;
  const { id } = conversation;
  const { api } = useNeeds();
  const ways = useReplyWays(conversation);
  const way = ways.chosen;
  const [cc, setCc] = useState<readonly string[]>(conversation.replyTo?.cc ?? []);
  const [template, setTemplate] = useState<TemplateDraft>();
  const mode = useStore(composerMode, (value) => value);
  const text = useStore(drafts.texts, (texts) => texts[`${id}.${mode}`] ?? '');
  const files = useStore(attachedFiles, (all) => all).filter(({ conversationId }) => conversationId === id);
  const written: Written = { mode, text, cc, files, template, way };
  const input = inputFor(conversation, written);
  const forget = (): void => {
    if (input === 'template') setTemplate(undefined);
    else drafts.write(id, mode, '');
    if (mode === 'reply') forgetFiles(id);
  };
  const attach = (chosen: readonly File[]): void => {
    if (way && mode === 'reply' && input === 'text') attachFiles(api, chosen, { conversationId: id, way });
  };
  const send = useSend(detail, written, forget);
  return { conversation, written, ways, input, setCc, setTemplate, attach, send };
};

const inputFor = (conversation: Conversation, written: Written): InputKind => {
  const { mode, way } = written;
  if (mode === 'note') return 'text';
  if (isBarred(conversation, written) || way?.may === 'nothing') return 'none';
  return way?.may === 'template' ? 'template' : 'text';
};
