export type NamedCustomer = { readonly customerId: string } | { readonly conversationId: string };

/** Whom an agent means: a customer by id, or whoever a conversation's address belongs to. */
export const customerNamed = (text: string): NamedCustomer | undefined => {
  const trimmed = text.trim();
  const [, conversationId] = /\/inbox\/[^/]+\/([^/?#\s]+)/.exec(trimmed) ?? [];
  if (conversationId) return { conversationId: decodeURIComponent(conversationId) };
  return /^[\w-]{6,}$/.test(trimmed) ? { customerId: trimmed } : undefined;
};
