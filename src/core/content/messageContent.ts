import type { Notification } from './notificationRules.ts';

/**
 * What a message says, by the kind of it. The names are ours; which type of the network carries a kind stands in the
 * file of that kind. All of it is the sender's claim: lengths and forms are checked, nothing else.
 */
export type MessageContent =
  | TextContent
  | MarkdownContent
  | ReplyContent
  | ReactionContent
  | AttachmentContent
  | RemoteAttachmentContent
  | MultiRemoteAttachmentContent
  | ReadReceiptContent
  | TransactionReferenceContent
  | WalletSendCallsContent
  | ActionsContent
  | IntentContent
  | DeleteMessageContent
  | LeaveRequestContent
  | NotificationContent;

export type MessageContentKind = MessageContent['kind'];

/** XIP-5 */
export interface TextContent {
  readonly kind: 'text';
  readonly text: string;
}

/** The source; whoever renders it lets no HTML through. */
export interface MarkdownContent {
  readonly kind: 'markdown';
  readonly text: string;
}

/** XIP-19 */
export interface ReplyContent {
  readonly kind: 'reply';
  /** Id of the message that is answered: 64 hex digits. */
  readonly reference: string;
  /** Who wrote that message, as the sender says: 64 hex digits. */
  readonly referenceInboxId?: string;
  /** The answer; replies in replies end at the third. */
  readonly content: MessageContent;
}

/** XIP-20 */
export interface ReactionContent {
  readonly kind: 'reaction';
  /** Id of the message: 64 hex digits. */
  readonly reference: string;
  /** Who wrote that message, as the sender says: 64 hex digits. */
  readonly referenceInboxId?: string;
  readonly action: 'added' | 'removed';
  /** As the schema tells: an emoji, a short code like `:smile:`, or anything; at most 64 characters. */
  readonly content: string;
  readonly schema: 'unicode' | 'shortcode' | 'custom';
}

/** XIP-15: a small file inside the message. */
export interface AttachmentContent extends AttachedFile {
  readonly kind: 'attachment';
}

export interface AttachedFile {
  /** One line, at most 255 characters. The sender's choice: never a path. */
  readonly filename?: string;
  /** What the sender calls it; `application/octet-stream` when it says nothing that could be one. */
  readonly mimeType: string;
  readonly data: Uint8Array;
}

/** XIP-17: where a file lies encrypted, and the key to it. */
export interface RemoteAttachmentContent {
  readonly kind: 'remoteAttachment';
  readonly attachment: RemoteAttachment;
}

/** XIP-48 */
export interface MultiRemoteAttachmentContent {
  readonly kind: 'multiRemoteAttachment';
  /** 1 to 64. */
  readonly attachments: readonly RemoteAttachment[];
}

export interface RemoteAttachment {
  /** https, or http on this machine. The sender's choice: fetching it tells them when and from where. */
  readonly url: string;
  /** SHA-256 of what lies there: 64 hex digits. */
  readonly contentDigest: string;
  /** 32 bytes */
  readonly secret: Uint8Array;
  /** 32 bytes */
  readonly salt: Uint8Array;
  /** 12 bytes */
  readonly nonce: Uint8Array;
  /** As it was sent, `https://` as a rule; the URL is what counts. */
  readonly scheme: string;
  /** Bytes that lie there, as the sender says. */
  readonly contentLength?: number;
  /** As in {@link AttachedFile}; the encrypted file has a name of its own. */
  readonly filename?: string;
}

/** XIP-22: everything until now was read. */
export interface ReadReceiptContent {
  readonly kind: 'readReceipt';
}

/** XIP-21: a transaction that the sender says was made. */
export interface TransactionReferenceContent {
  readonly kind: 'transactionReference';
  /** Hash of the transaction. */
  readonly reference: string;
  /** Id of the chain as text: decimal or hex. */
  readonly networkId: string;
  /** `eip155` for the chains of Ethereum (CAIP-2). */
  readonly namespace?: string;
  readonly metadata?: TransactionMetadata;
}

/** What the sender says of a transaction. To be sent it needs all of them. */
export interface TransactionMetadata {
  readonly transactionType?: string;
  readonly currency?: string;
  /** In the smallest unit of the currency. */
  readonly amount?: number;
  readonly decimals?: number;
  readonly fromAddress?: string;
  readonly toAddress?: string;
}

/** XIP-59, after EIP-5792: asks the reader's wallet for calls. */
export interface WalletSendCallsContent {
  readonly kind: 'walletSendCalls';
  readonly version: string;
  /** Hex with 0x: some clients read decimals as hex, so that nothing else has one meaning. */
  readonly chainId: string;
  /** Address. */
  readonly from: string;
  /** 1 to 16: one with more is not read at all, so that no call goes unseen. */
  readonly calls: readonly WalletCall[];
  readonly capabilities?: Readonly<Record<string, string>>;
}

export interface WalletCall {
  /** Address; without one the call makes a contract. */
  readonly to?: string;
  /** Hex with 0x. */
  readonly data?: string;
  /** Hex with 0x, in wei. */
  readonly value?: string;
  /** Hex with 0x. */
  readonly gas?: string;
  /** What the sender says that it does. */
  readonly description?: string;
  readonly transactionType?: string;
}

/** coinbase.com/actions:1.0, as the Base App describes it: a question with answers to choose from. */
export interface ActionsContent {
  readonly kind: 'actions';
  readonly id: string;
  readonly description: string;
  /** 1 to 10, each id once. */
  readonly actions: readonly ActionChoice[];
  /** RFC 3339, UTC, milliseconds. */
  readonly expiresAt?: string;
}

export interface ActionChoice {
  readonly id: string;
  readonly label: string;
  /** https. The sender's choice, like every address in a message. */
  readonly imageUrl?: string;
  readonly style?: 'primary' | 'secondary' | 'danger';
  /** RFC 3339, UTC, milliseconds. */
  readonly expiresAt?: string;
}

/** coinbase.com/intent:1.0: the answer to {@link ActionsContent}. */
export interface IntentContent {
  readonly kind: 'intent';
  /** Of the question. */
  readonly id: string;
  /** Of the choice. */
  readonly actionId: string;
  readonly metadata?: Readonly<Record<string, string | number | boolean>>;
}

/** Takes a message back; whether the sender may is for the group to say. */
export interface DeleteMessageContent {
  readonly kind: 'deleteMessage';
  /** 64 hex digits. */
  readonly messageId: string;
}

/** A member asks an admin's client to remove it. */
export interface LeaveRequestContent {
  readonly kind: 'leaveRequest';
}

/** What an app tells its user: docs/notifications.md. */
export interface NotificationContent {
  readonly kind: 'notification';
  readonly notification: Notification;
}
