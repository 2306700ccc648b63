import type { ContentReference } from './contentType.ts';

const messageIdPattern = /^[0-9a-f]{64}$/;

/** A reference in a payload, if it has the form of a message id; nobody has checked that there is such a message. */
export const contentReference = (
  messageId: string | undefined,
  inboxId?: string,
): { readonly reference?: ContentReference } => {
  const id = messageId?.toLowerCase() ?? '';
  if (!messageIdPattern.test(id)) return {};
  return { reference: { messageId: id, ...(inboxId ? { inboxId } : {}) } };
};
