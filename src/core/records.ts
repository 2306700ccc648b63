/**
 * What the store keeps: one declaration a table. `clear` fields are what an index must see and lie unencrypted;
 * `body` is encoded with MessagePack and sealed under the vault's data key, bound to its table and key.
 *
 * A change to a `clear` field or to an index is a new schema version with a migration in storage/.
 * Bodies may hold: null, boolean, number, bigint, string, Uint8Array, arrays and plain objects of these.
 */
import type { KeyPackageSecrets } from './group/keyPackageSecrets.ts';
import type { SettingsIntent } from './group/settingsIntent.ts';
import type { IdentityLog } from './identity/identityLog.ts';

/** Indexes of a table: name -> clear fields, compared in this order. */
export interface TableSpec {
  readonly indexes: Readonly<Record<string, readonly string[]>>;
}

/**
 * Raised with every change of `tables` after the first release; storage/ then upgrades an existing database and
 * refuses one that a newer version has written.
 */
export const schemaVersion = 3;

export const tables = {
  /** Single rows by name: the account of this store, settings, cursors that belong to no group. */
  meta: { indexes: {} },
  /** Private parts of our key packages, by KeyPackageRef; kept for a while after rotation. */
  keyPackages: { indexes: { byInitKey: ['initKeyHash'], byWrapperKey: ['wrapperKeyHash'] } },
  /** Verified identity logs, by inbox id. */
  identityLogs: { indexes: {} },
  /** What we know of a group beside its MLS state, by group id. Changes with commits, not with messages. */
  groups: { indexes: { byConversation: ['conversationId'], byDm: ['dmHash'] } },
  /** Cursor and epoch of a group. Every commit that touches the group's MLS state puts this row and expects its revision. */
  groupHeads: { indexes: {} },
  /** MLS state in parts, by `<group id>/<part>`. */
  mlsParts: { indexes: { byGroup: ['groupId'] } },
  /** What a person sees as one conversation: a group, or all DM groups with one peer. */
  conversations: { indexes: { byActivity: ['activity'] } },
  /** By message id. */
  messages: { indexes: { byConversation: ['conversationId', 'order'], byExpiry: ['expiresAt'] } },
  /** What was said about messages that are not here (yet), by conversation id. */
  annotations: { indexes: {} },
  /** Messages of ours that the node has not been seen to hold, by message id. */
  outbox: { indexes: { byGroup: ['groupId', 'order'] } },
  /** Commits of ours that are under way, by intent id. */
  intents: { indexes: { byGroup: ['groupId', 'order'] } },
  /** Welcomes that wait to be sent after a commit of ours was confirmed. */
  pendingWelcomes: { indexes: {} },
  /** Consent by `conversation/<group id>` or `inbox/<inbox id>`. */
  consent: { indexes: {} },
  /** Welcomes that could not be joined, by padded sequence id. */
  skippedWelcomes: { indexes: {} },
  /** What sites were granted, by a random id: a name on the disk would tell where a person has been. */
  sites: { indexes: {} },
} as const satisfies Record<string, TableSpec>;

export type TableName = keyof typeof tables;

type NoClear = Record<never, never>;

/** One of our key packages with its private parts. */
export interface KeyPackageBody {
  /** The package as published, and its private parts. */
  readonly secrets: KeyPackageSecrets;
  readonly createdMs: number;
  /** Whether the node has acknowledged it. */
  readonly uploaded: boolean;
  /** When a newer one was uploaded; absent for the current one. */
  readonly supersededMs?: number;
}

export interface IdentityLogBody {
  /** Verified: checking an entry costs a signature recovery, so it happens once. Never one with `refused`. */
  readonly log: IdentityLog;
  readonly fetchedMs: number;
}

export type GroupKind = 'group' | 'dm' | 'sync' | 'oneshot';

export interface GroupBody {
  readonly kind: GroupKind;
  /** For a DM: the other inbox. */
  readonly peerInboxId?: string;
  readonly creatorInboxId: string;
  /** Who added us; ourselves for a group that we made. */
  readonly addedByInboxId: string;
  readonly name: string;
  readonly memberInboxIds: readonly string[];
  /** Who added whom since we joined; what happened before us is known to nobody but those who were there. */
  readonly addedBy?: readonly AddedByBody[];
  /** False after our removal. */
  readonly isActive: boolean;
  /** The version that the group asks for, when it is above ours: nothing is processed until we are upgraded. */
  readonly pausedForVersion?: string;
  /** Sequence id of the welcome that made this state; 0 for our own groups. */
  readonly welcomeId: bigint;
  readonly createdNs: bigint;
  /** When our leaf's keys were last replaced; 0: never since joining. */
  readonly rotatedMs: number;
  /** Our own commit that creates the group has not been confirmed. */
  readonly isCreating: boolean;
  /** The epoch in which we joined: what is older was never meant for us. */
  readonly joinedEpoch: bigint;
  /** Members who asked to leave and are still in. */
  readonly leavingInboxIds: readonly string[];
  /** Time of the last message, to choose the DM group to send into. */
  readonly lastMessageNs: bigint;
  /** The node has shown a commit from an epoch that we do not know: the group may have forked from us. */
  readonly maybeForked: boolean;
}

/** Of a member: who brought it into the group. */
export interface AddedByBody {
  readonly inboxId: string;
  readonly byInboxId: string;
}

export interface GroupHeadBody {
  readonly cursor: bigint;
  readonly epoch: bigint;
  /** Reason of the newest row when it is an 'undecryptable' one: another of the same kind adds no line. */
  readonly lastFailure?: string;
}

export interface MessageBody {
  readonly groupId: string;
  readonly senderInboxId: string;
  readonly sentAtNs: bigint;
  readonly kind: 'content' | 'groupUpdate' | 'undecryptable';
  readonly status: 'sending' | 'sent' | 'failed';
  /** Serialised EncodedContent; empty for 'undecryptable'. */
  readonly content: Uint8Array;
  readonly reason?: string;
  /** The node's sequence id; absent until it was read back. */
  readonly envelopeId?: bigint;
  /** What people have put under it, oldest first. */
  readonly reactions?: readonly ReactionBody[];
  /** Deleted for everyone. Unless that is pending (ours, not yet with the node) the content is gone. */
  readonly deletion?: { readonly byInboxId: string; readonly isPending: boolean };
  /** When it vanishes, by our clock. */
  readonly expiresAtNs?: bigint;
  /** Of a reaction or deletion of ours: that it changed the message it is about, which a failure has to undo. */
  readonly changedOther?: true;
}

export interface ReactionBody {
  readonly content: string;
  readonly schema: 'unicode' | 'shortcode' | 'custom';
  /** Who, oldest first. */
  readonly inboxIds: readonly string[];
}

/** What a message without a line of its own does to another one. */
export type AnnotationBody =
  | {
      readonly kind: 'reaction';
      readonly messageId: string;
      readonly content: string;
      readonly schema: ReactionBody['schema'];
      readonly action: 'added' | 'removed';
    }
  | { readonly kind: 'deletion'; readonly messageId: string };

/** An annotation and what its sender was when it was made. */
export interface AnnotationActBody {
  readonly annotation: AnnotationBody;
  readonly groupId: string;
  readonly byInboxId: string;
  readonly bySuperAdmin: boolean;
}

export interface ConversationBody {
  readonly kind: 'dm' | 'group';
  readonly peerInboxId?: string;
  /** For a DM: the peer's oldest Ethereum address, when known. */
  readonly peerAddress?: string;
  readonly name: string;
  readonly memberInboxIds: readonly string[];
  readonly consent: 'unknown' | 'allowed' | 'denied';
  readonly isActive: boolean;
  readonly unreadCount: number;
  readonly lastMessageId?: string;
  readonly createdAtNs: bigint;
  /** Everything up to here was seen; with `unreadCount` 0 there is nothing of others after it. */
  readonly readUpToNs?: bigint;
  /** Of a DM: the peer's newest read receipt. */
  readonly peerReadNs?: bigint;
  readonly isMuted?: boolean;
  readonly mutedUntilMs?: number;
  readonly isPinned?: boolean;
  readonly isArchived?: boolean;
  readonly draft?: string;
  /** The rest is true of its group; of a stitched DM, of the group that we write in. */
  readonly addedByInboxId?: string;
  readonly pausedForVersion?: string;
  readonly maybeForked?: boolean;
  readonly disappearing?: { readonly fromNs: bigint; readonly inNs: bigint };
}

export interface OutboxBody {
  readonly content: Uint8Array;
  readonly idempotencyKey: string;
  readonly shouldPush: boolean;
  readonly createdMs: number;
  /** The newest ciphertext; absent before it was encrypted. A retry sends these very bytes. */
  readonly ciphertext?: Uint8Array;
  /** SHA-256 (hex) and epoch of every ciphertext that was ever made of this message, oldest first. */
  readonly payloads: readonly { readonly hash: string; readonly epoch: bigint }[];
  readonly state: 'queued' | 'encrypted' | 'acknowledged' | 'failed';
  readonly attempts: number;
}

export interface IntentBody {
  readonly kind: 'membership' | 'selfUpdate' | 'settings';
  readonly createdMs: number;
  /** How many commits were made for it; after three lost races it is given up. */
  readonly attempts: number;
  readonly addInboxIds: readonly string[];
  readonly removeInboxIds: readonly string[];
  /** For 'settings': what to change. */
  readonly settings?: SettingsIntent;
  /** The commit that was made of it; absent before, and again after a lost race. */
  readonly published?: PublishedCommitBody;
}

/** A commit of ours between its making and its place in the node's order. */
export interface PublishedCommitBody {
  /** SHA-256 of `commit` in hex: how it is recognised when it comes back. */
  readonly hash: string;
  /** The epoch in which it was made. */
  readonly epoch: bigint;
  readonly commit: Uint8Array;
  /** The packed MLS state of the epoch after it. */
  readonly pending: unknown;
  readonly group: Pick<GroupBody, 'name' | 'memberInboxIds'>;
  /** EncodedContent of the "group updated" row; absent when it changes nothing that a person sees. */
  readonly update?: Uint8Array;
  readonly welcome?: Uint8Array;
  readonly welcomeTargets: readonly WelcomeTargetBody[];
}

/** An installation that a welcome goes to. */
export interface WelcomeTargetBody {
  readonly installationKey: Uint8Array;
  readonly hpkePublicKey: Uint8Array;
  /** 1 Curve25519, 2 X-Wing. */
  readonly wrapperAlgorithm: 1 | 2;
  readonly supportsPointers: boolean;
}

export interface PendingWelcomeBody {
  readonly groupId: string;
  readonly welcome: Uint8Array;
  /** Sequence id of the commit that added the targets. */
  readonly messageCursor: bigint;
  readonly targets: readonly WelcomeTargetBody[];
}

export interface SkippedWelcomeBody {
  readonly reason: string;
  readonly atMs: number;
  /** A pointer whose welcome was not there yet: it is looked for again. */
  readonly pointer?: {
    readonly id: bigint;
    readonly createdNs: bigint;
    readonly welcomePointer: Uint8Array;
    readonly hpkePublicKey: Uint8Array;
    readonly wrapperAlgorithm: number;
  };
}

/** A kind of message of a site's sender, as the person has set it. */
export interface SiteTypeBody {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly isOn: boolean;
}

/** The right of one inbox to notify in a site's name. */
export interface SiteSubscriptionBody {
  /** 32 hex digits. */
  readonly grantId: string;
  readonly senderInboxId: string;
  readonly types: readonly SiteTypeBody[];
  readonly isMuted: boolean;
  /** False after unsubscribing; the grant stays, so that the site may ask to start again. */
  readonly isActive: boolean;
  /** Whether the site's well-known file listed the sender when it was granted. */
  readonly isVerified: boolean;
  readonly grantedMs: number;
  readonly expiresMs: number;
}

/** Everything that one origin was granted. */
export interface SiteBody {
  /** As the browser stamped it. */
  readonly origin: string;
  /** From its verified file. */
  readonly name?: string;
  /** From its verified file, a data URI. */
  readonly icon?: string;
  readonly subscriptions: readonly SiteSubscriptionBody[];
  readonly openConversation?: {
    readonly grantId: string;
    readonly grantedMs: number;
    readonly expiresMs: number;
  };
  readonly lastUsedMs?: number;
  /** What the consent of a sender must still become: written with the grant, forgotten once it was done. */
  readonly consentDue: readonly {
    readonly senderInboxId: string;
    readonly state: 'unknown' | 'allowed' | 'denied';
  }[];
}

/** Clear fields and body by table. */
export interface TableShapes {
  meta: { clear: NoClear; body: unknown };
  /** Hashes: hex of SHA-256 of the public keys by which a welcome names the package. */
  keyPackages: { clear: { initKeyHash: string; wrapperKeyHash: string }; body: KeyPackageBody };
  identityLogs: { clear: NoClear; body: IdentityLogBody };
  /** `conversationId` is empty for hidden groups; `dmHash` is hex of SHA-256 of the DM id, empty for groups. */
  groups: { clear: { conversationId: string; dmHash: string }; body: GroupBody };
  groupHeads: { clear: NoClear; body: GroupHeadBody };
  /** Body: a plain value of the mls room. */
  mlsParts: { clear: { groupId: string }; body: unknown };
  /** `activity`: 20 digits of ns. */
  conversations: { clear: { activity: string }; body: ConversationBody };
  /**
   * `conversationId`: the conversation's, or a place beside it for what no thread shows. `order`: 20 digits of ns, a dash,
   * 20 digits of the node's sequence id (or of our counter while sending). `expiresAt`: 20 digits of ns.
   */
  messages: {
    clear: { conversationId: string; order: string; expiresAt?: string };
    body: MessageBody;
  };
  annotations: { clear: NoClear; body: { readonly acts: readonly AnnotationActBody[] } };
  outbox: { clear: { groupId: string; order: string }; body: OutboxBody };
  intents: { clear: { groupId: string; order: string }; body: IntentBody };
  pendingWelcomes: { clear: NoClear; body: PendingWelcomeBody };
  consent: {
    clear: NoClear;
    body: { readonly state: 'unknown' | 'allowed' | 'denied'; readonly atNs: bigint };
  };
  skippedWelcomes: { clear: NoClear; body: SkippedWelcomeBody };
  sites: { clear: NoClear; body: SiteBody };
}

/** A record as the client puts it. */
export interface TableRecord<N extends TableName> {
  readonly key: string;
  readonly clear: Readonly<TableShapes[N]['clear']>;
  readonly body: TableShapes[N]['body'];
}
