import type { TableRecord } from '../records.ts';

/** What changed on the disk; the client turns it into views for its listeners. */
export type ConversationEvent =
  | { readonly kind: 'conversation'; readonly conversationId: string; readonly isNew: boolean }
  /** With the row as it was committed: reading it again for each of a thousand messages would cost more than the sync. */
  | { readonly kind: 'message'; readonly row: TableRecord<'messages'>; readonly isNew: boolean }
  | { readonly kind: 'messageRemoved'; readonly conversationId: string; readonly messageId: string }
  /** The groups to listen to have changed. */
  | { readonly kind: 'groups' }
  /** Something waits to be sent in a conversation. */
  | { readonly kind: 'outgoing'; readonly conversationId: string };
