import type { ContentReference } from './contentType.ts';

const idPattern = /^[0-9a-f]{64}$/;

/** Whether a text has the form of a message id or an inbox id, which is the same: 64 digits of lower-case hex. */
export const isId = (text: string): boolean => idPattern.test(text);

/** The id in a payload, in lower case; `undefined` for what has not its form. */
export const readId = (text: string | undefined): string | undefined => {
  const id = text?.toLowerCase() ?? '';
  return isId(id) ? id : undefined;
};

/** What a content refers to; nobody has checked that there is such a message. */
interface Referring {
  readonly reference: string;
  readonly referenceInboxId?: string;
}

/** The two ids of a reply or a reaction, the second only if it is one. */
export const readReferring = (
  messageId: string | undefined,
  inboxId: string | undefined,
): Referring | undefined => {
  const reference = readId(messageId);
  const referenceInboxId = readId(inboxId);
  if (reference === undefined) return undefined;
  return { reference, ...(referenceInboxId !== undefined && { referenceInboxId }) };
};

export const contentReference = ({
  reference,
  referenceInboxId,
}: Referring): { readonly reference: ContentReference } => ({
  reference: {
    messageId: reference,
    ...(referenceInboxId !== undefined && { inboxId: referenceInboxId }),
  },
});
