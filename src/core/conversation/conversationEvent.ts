/** What changed on the disk; the client turns it into views for its listeners. */
export type ConversationEvent =
  | { readonly kind: 'conversation'; readonly conversationId: string; readonly isNew: boolean }
  | { readonly kind: 'message'; readonly messageId: string; readonly isNew: boolean }
  /** The groups to listen to have changed. */
  | { readonly kind: 'groups' }
  /** Something waits to be sent in a conversation. */
  | { readonly kind: 'outgoing'; readonly conversationId: string };
