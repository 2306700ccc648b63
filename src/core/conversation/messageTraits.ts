import { describeContentBytes } from '../content/describeContent.ts';

/** What the inbox needs to know of a content beside its text. */
export interface MessageTraits {
  readonly contentType: string;
  /** Counts as unread and stands as the last line of the list: not for receipts, reactions and the like. */
  readonly isSpoken: boolean;
  /** Has a line of its own. */
  readonly isShown: boolean;
  readonly shouldPush: boolean;
}

/** The content by which a member asks to be taken out of a group. */
export const leaveRequestType = 'xmtp.org/leave_request:1.0';

export function messageTraits(content: Uint8Array): MessageTraits {
  const { contentType, isVisible, shouldPush } = describeContentBytes(content);
  return { contentType, shouldPush, isShown: isVisible, isSpoken: isVisible && shouldPush };
}
