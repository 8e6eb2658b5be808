import { typing } from '../live/customer-typing.ts';
import { useStore } from '../stores/store.ts';

/** The visitor of a chat is writing: an answer may cross. Not announced, it would interrupt whoever listens. */
export const CustomerTyping = ({ conversationId }: { readonly conversationId: string }) => {
  const isTyping = useStore(typing, (all) => all.includes(conversationId));
  if (!isTyping) return null;
  return <p className="shrink-0 px-4 py-1 text-12 text-text-2">The customer is typing …</p>;
};
