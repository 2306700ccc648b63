/** What the client can do in a thread beside sending texts, and with a conversation as a whole: a part of {@link Client}. */

import type { MessageContent } from '../content/messageContent.ts';
import type { PreferencesChange } from '../conversation/setPreferences.ts';
import type { Message, SendOptions, SentMessage } from './client.ts';

/** A message of ours that has no line of its own: a reaction, a deletion, a receipt. */
export interface SentSilently {
  /** As the `sent` of a text. */
  readonly sent: Promise<void>;
}

export interface ThreadOperations {
  /** Sends any content as `sendText` sends a text. For reactions and deletions there are calls of their own. */
  sendContent(conversationId: string, content: MessageContent, options?: SendOptions): Promise<SentMessage>;
  /**
   * The message as it is now, with its reactions and what it replies to; `undefined` also for one whose time is over
   * and for what no thread shows.
   */
  getMessage(messageId: string): Promise<Message | undefined>;
  /**
   * Deletes a message for everyone: our own, or any message of a group in which we are super admin. Shown as deleted at
   * once; if the node refuses the deletion for good, it comes back. Throws Message.Unknown, Message.NotDeletable and what
   * `sendText` throws.
   */
  deleteMessage(messageId: string): Promise<SentSilently>;
  /**
   * Puts a reaction of at most 64 characters under a message or takes it back; seen at once, undone when it is refused
   * for good. Throws Message.Unknown, Content.Invalid and what `sendText` throws.
   */
  react(messageId: string, content: string, action: 'added' | 'removed'): Promise<SentSilently>;
  /**
   * Tells the others that everything until now was read. Whether the person wants that is for the caller to know; where
   * the conversation was not accepted nothing is sent, and `undefined` returned.
   */
  sendReadReceipt(conversationId: string): Promise<SentSilently | undefined>;
  /** Local to this store. Throws Conversation.Unknown. */
  setPreferences(conversationId: string, change: PreferencesChange): Promise<void>;
  /**
   * Whether messages of the conversation vanish, for all of its members; `undefined`: they stay. In a DM both may say so.
   * Throws as `updateGroup`.
   */
  setDisappearing(
    conversationId: string,
    settings: { readonly fromNs: bigint; readonly inNs: bigint } | undefined,
  ): Promise<void>;
  /**
   * Denies a conversation; a group is also left where that is possible: a super admin and the last member can only deny.
   * When the node cannot be reached the denial stands and the request to leave follows.
   */
  block(conversationId: string): Promise<void>;
}
