/** The public face of the client: what the extension's worker, the CLI and a program may do with an inbox. */

import type { MessageContent } from '../content/messageContent.ts';
import type { Notification } from '../content/notificationRules.ts';
import type { ErrorCode } from '../errors.ts';
import type { EncodedContent } from '../gen/mls/message_contents/content_pb.js';
import type { GroupOperations } from './groupOperations.ts';
import type { ThreadOperations } from './threadOperations.ts';

/** A value that changes, with its present state at hand. */
export interface Observable<T> {
  get(): T;
  /** Calls `listener` on each change (not at once); returns the function that stops it. */
  subscribe(listener: (value: T) => void): () => void;
}

/** How the client stands with its node. */
export type ConnectionState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'catchingUp'; readonly done: number; readonly total: number }
  | { readonly kind: 'live'; readonly sinceMs: number }
  | {
      readonly kind: 'offline';
      readonly sinceMs: number;
      readonly code: ErrorCode;
      readonly retryAtMs: number;
    };

export type ConsentState = 'unknown' | 'allowed' | 'denied';

/** What people have put under a message, by what it says. */
export interface Reaction {
  /** An emoji, a short code like `:smile:`, or anything: as the schema tells. */
  readonly content: string;
  readonly schema: 'unicode' | 'shortcode' | 'custom';
  /** Who, oldest first. */
  readonly inboxIds: readonly string[];
  /** Whether we are among them. */
  readonly isOwn: boolean;
}

/** The message that a reply answers, as far as this conversation has it. */
export interface QuotedMessage {
  readonly messageId: string;
  /** Who really wrote it; absent when it is not known here. */
  readonly senderInboxId?: string;
  /** The first 280 characters. */
  readonly text: string;
  readonly isDeleted: boolean;
  /** False for a message that this conversation does not hold: never had, or vanished. */
  readonly isKnown: boolean;
}

/** What a thread shows for one message. */
export interface Message {
  readonly messageId: string;
  /** The conversation as listed: stitched DMs share one. 32 hex digits of a group id. */
  readonly conversationId: string;
  readonly senderInboxId: string;
  readonly isOwn: boolean;
  /** The node's time for a stored message, ours while it is being sent. */
  readonly sentAtNs: bigint;
  /** `authority/type:major.minor`, e.g. `xmtp.org/text:1.0`; empty for 'undecryptable'. */
  readonly contentType: string;
  /** Readable text: the text itself, a fallback, or a sentence for a group update. */
  readonly text: string;
  readonly status: 'sending' | 'sent' | 'failed';
  readonly kind: 'content' | 'groupUpdate' | 'undecryptable';
  /** For 'undecryptable': why, as a code. For 'failed': the code of the failure. */
  readonly reason?: string;
  /** The decoded wire content where there is one. */
  readonly encoded?: EncodedContent;
  /** Decoded; absent when it is unknown, malformed, undecryptable or deleted: then `text` is all there is. */
  readonly content?: MessageContent;
  /** Oldest first. */
  readonly reactions: readonly Reaction[];
  /** Of a reply. */
  readonly repliedTo?: QuotedMessage;
  /** The inbox that has deleted it: `text` is empty then and there is no content. */
  readonly deletedBy?: string;
  /** When it vanishes; it is told by the event 'messageRemoved'. */
  readonly expiresAtNs?: bigint;
}

export interface Conversation {
  readonly conversationId: string;
  readonly kind: 'dm' | 'group';
  /** Group name; empty for a DM. */
  readonly name: string;
  /** For a DM: the other inbox. */
  readonly peerInboxId?: string;
  /** For a DM: the other inbox's first address, when known. */
  readonly peerAddress?: string;
  readonly memberInboxIds: readonly string[];
  readonly consent: ConsentState;
  /** False after our removal: readable, not writable. */
  readonly isActive: boolean;
  readonly unreadCount: number;
  readonly lastMessage?: Message;
  readonly lastActivityNs: bigint;
  readonly createdAtNs: bigint;
  /** Now: for good, or until `mutedUntilMs`. */
  readonly isMuted: boolean;
  readonly mutedUntilMs?: number;
  readonly isPinned: boolean;
  readonly isArchived: boolean;
  readonly draft?: string;
  /**
   * Everything up to here was seen when the conversation was last marked as read: the first unread message is the first
   * of others after it. Absent: nothing was.
   */
  readonly readUpToNs?: bigint;
  /** Of a DM: the time of the peer's newest read receipt. */
  readonly peerReadNs?: bigint;
  /** Of a group: who added us; ourselves for one that we made. */
  readonly addedByInboxId?: string;
  /** The version that the group asks for, when it is above ours: it can be read but not written or changed. */
  readonly pausedForVersion?: string;
  /** Others seem to be in an epoch that we cannot follow: what is written may not reach them. */
  readonly maybeForked: boolean;
  /** Messages vanish `inNs` after they were received; those sent before `fromNs` stay. */
  readonly disappearing?: { readonly fromNs: bigint; readonly inNs: bigint };
}

export type ClientEvent =
  | { readonly kind: 'conversation'; readonly conversation: Conversation; readonly isNew: boolean }
  /** A message was stored or changed. `isNew` and not `isOwn` is what an alert is made of. */
  | { readonly kind: 'message'; readonly message: Message; readonly isNew: boolean }
  /** Its time was over: it is not in the store any more. */
  | { readonly kind: 'messageRemoved'; readonly conversationId: string; readonly messageId: string };

/** The conversation that an event is about. */
export function conversationIdOf(event: ClientEvent): string {
  if (event.kind === 'messageRemoved') return event.conversationId;
  return event.kind === 'message' ? event.message.conversationId : event.conversation.conversationId;
}

export interface PageQuery {
  readonly limit?: number;
  /** Only what is older than this, exclusive: a message's `sentAtNs` / a conversation's `lastActivityNs`. */
  readonly beforeNs?: bigint;
}

export interface MessageQuery extends PageQuery {
  /**
   * Only what is newer than this, exclusive. Without `beforeNs` the page is the one next to it: the oldest of them. With
   * both, the newest between.
   */
  readonly afterNs?: bigint;
}

/** A message of ours on its way: see `sendText`. */
export interface SentMessage {
  readonly message: Message;
  readonly sent: Promise<Message>;
}

export interface SendOptions {
  /**
   * Any text that names this sending and no other: asked again with it and the same content, nothing is sent twice, and the
   * answer is the message that is there. Receivers see it.
   */
  readonly idempotencyKey?: string;
}

export interface Client extends GroupOperations, ThreadOperations {
  readonly address: string;
  readonly inboxId: string;
  /** Hex of the installation's Ed25519 public key. */
  readonly installationId: string;
  readonly connection: Observable<ConnectionState>;
  /** Opens the streams, catches up, resumes what was being sent. Idempotent. */
  start(): void;
  /** Closes the streams; the store stays open. Resolves when no work is under way. */
  stop(): Promise<void>;
  /** For an alarm or a woken network: if the streams are not live, reconnects now instead of at `retryAtMs`. */
  nudge(): void;
  /** Fetches all that waits on the node and resumes what was being sent, once. Works without `start`. */
  syncAll(): Promise<{ readonly newMessages: number; readonly newConversations: number }>;
  /** Called after the change is on the disk. Returns the function that stops it. */
  on(listener: (event: ClientEvent) => void): () => void;
  /** Resolves an address or inbox id. Throws `Peer.Invalid` or `Peer.NoInbox`. */
  findInbox(peer: string): Promise<{ readonly inboxId: string; readonly address?: string }>;
  listConversations(query?: PageQuery): Promise<readonly Conversation[]>;
  getConversation(conversationId: string): Promise<Conversation | undefined>;
  /** The DM with `peer` (address or inbox id), created on the network when there is none. */
  openDm(peer: string): Promise<Conversation>;
  /**
   * The DM with `peer` (address or inbox id) that this store has, if any; nothing is created. The node is asked only
   * which inbox an address has. Throws `Peer.Invalid`.
   */
  findDm(peer: string): Promise<Conversation | undefined>;
  /** Unread messages of others, by the consent of their conversation; denied and muted ones are not counted. */
  countUnread(): Promise<{ readonly allowed: number; readonly unknown: number }>;
  /**
   * Newest first. A page may be longer than its limit: messages of one `sentAtNs` are never split over two pages.
   * Any group id of a stitched DM names its conversation.
   */
  listMessages(conversationId: string, query?: MessageQuery): Promise<readonly Message[]>;
  /**
   * Stores the message (status 'sending') and returns. `sent` resolves when the node has acknowledged the
   * ciphertext; the message read back later carries the node's time, as an event. `sent` rejects when the node
   * refused it for good (status 'failed'); while the node is only unreachable it stays open, and the outbox is
   * resumed by `start` and `syncAll`, also after a crash. Ciphertext is on the disk before it leaves.
   * Throws `Conversation.Unknown`, `Conversation.Inactive`, `Conversation.Paused`, and `Content.Invalid` for an empty
   * text or one of more than 1 MiB.
   */
  sendText(conversationId: string, text: string, options?: SendOptions): Promise<SentMessage>;
  /**
   * Sends an app's notification (docs/notifications.md) as `sendText` sends a text. Clients that know the type may alert
   * by it; all others show its fallback. Throws also `Notification.Invalid`.
   */
  sendNotification(conversationId: string, notification: Notification): Promise<SentMessage>;
  /** Sends a failed message again, under its old id. */
  retry(messageId: string): Promise<void>;
  markRead(conversationId: string): Promise<void>;
  setConsent(conversationId: string, state: ConsentState): Promise<void>;
  /**
   * What is to hold of an inbox: of the DM with it, at once when there is one (with its event), else when it comes.
   * Local, known to the network or not. Throws `Peer.Invalid` for what is no inbox id.
   */
  setInboxConsent(inboxId: string, state: ConsentState): Promise<void>;
  /** The consent of the DM with an inbox; before there is one, what `setInboxConsent` said. */
  inboxConsent(inboxId: string): Promise<ConsentState>;
  /** Stops and closes the store. */
  close(): Promise<void>;
}
