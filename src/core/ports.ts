/**
 * What the outside supplies to the client. Core holds no clock, no randomness, no network and no disk of its
 * own: everything that differs between a service worker, Node and a test comes in through these interfaces.
 */
import type { IdentityUpdate } from './gen/identity/associations/association_pb.js';
import type { TableName, TableRecord } from './records.ts';

/** Wall-clock time. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
}

/** A cryptographically secure source of randomness. */
export interface Random {
  /** `length` fresh random bytes. */
  bytes(length: number): Uint8Array;
}

/** A value that may be logged: never a key, a phrase, a password or message text. */
type LogValue = string | number | bigint | boolean | undefined;

/** Structured log lines: an event name in dotted lower case and facts beside it. */
export interface Logger {
  debug(event: string, facts?: Readonly<Record<string, LogValue>>): void;
  info(event: string, facts?: Readonly<Record<string, LogValue>>): void;
  warn(event: string, facts?: Readonly<Record<string, LogValue>>): void;
  error(event: string, facts?: Readonly<Record<string, LogValue>>): void;
}

/** The Ethereum account (EOA) behind an inbox; asked only to register or to change the identity. */
export interface Signer {
  /** `0x` and 40 lower-case hex digits. */
  readonly address: string;
  /** EIP-191 `personal_sign` of `text`: 65 bytes r || s || v. Throws when the person declines. */
  signText(text: string): Promise<Uint8Array>;
}

// ------------------------------------------------------------------------------------------------ network

/** One message as a group topic holds it (`xmtp.mls.api.v1.GroupMessage.V1`). */
export interface GroupEnvelope {
  /** The node's sequence id, strictly increasing. */
  readonly id: bigint;
  readonly createdNs: bigint;
  readonly groupId: Uint8Array;
  /** A serialised `MLSMessage`. */
  readonly data: Uint8Array;
}

/** One entry of an installation's welcome topic. */
export type WelcomeEnvelope =
  | {
      readonly kind: 'welcome';
      readonly id: bigint;
      readonly createdNs: bigint;
      readonly installationKey: Uint8Array;
      readonly data: Uint8Array;
      readonly hpkePublicKey: Uint8Array;
      /** `WelcomeWrapperAlgorithm`: 0 and 1 Curve25519, 2 X-Wing, 3 symmetric. */
      readonly wrapperAlgorithm: number;
      readonly welcomeMetadata: Uint8Array;
    }
  | {
      readonly kind: 'pointer';
      readonly id: bigint;
      readonly createdNs: bigint;
      readonly installationKey: Uint8Array;
      readonly welcomePointer: Uint8Array;
      readonly hpkePublicKey: Uint8Array;
      readonly wrapperAlgorithm: number;
    };

/** A welcome to be sent: an envelope before the node gave it an id and a time. */
export type WelcomeInput =
  | Omit<Extract<WelcomeEnvelope, { kind: 'welcome' }>, 'id' | 'createdNs'>
  | Omit<Extract<WelcomeEnvelope, { kind: 'pointer' }>, 'id' | 'createdNs'>;

/** One verified-by-nobody entry of an inbox's identity log. */
export interface IdentityLogEntry {
  readonly sequenceId: bigint;
  readonly serverTimestampNs: bigint;
  readonly update: IdentityUpdate;
}

interface CallOptions {
  readonly signal?: AbortSignal;
}

interface StreamOptions {
  readonly signal: AbortSignal;
  /** Called once when the node has accepted the stream (its headers arrived). */
  readonly onOpen?: () => void;
}

/**
 * The XMTP V3 network API. Every failure is a {@link WalletInboxError} of area `Node`. Unary calls retry what is
 * retryable with jittered back-off and honour 429; streams do not reconnect by themselves: the caller owns cursors.
 */
export interface NodeApi {
  /** Inbox ids by lower-case address; an address without an inbox is absent. */
  getInboxIds(addresses: readonly string[], options?: CallOptions): Promise<ReadonlyMap<string, string>>;
  /** Identity logs by inbox id, ascending, after the given (exclusive) sequence id. */
  getIdentityUpdates(
    requests: readonly { readonly inboxId: string; readonly afterSequenceId: bigint }[],
    options?: CallOptions,
  ): Promise<ReadonlyMap<string, readonly IdentityLogEntry[]>>;
  publishIdentityUpdate(update: IdentityUpdate, options?: CallOptions): Promise<void>;
  /** `keyPackage` is the TLS-serialised KeyPackage (no MLSMessage wrapper). */
  uploadKeyPackage(keyPackage: Uint8Array, options?: CallOptions): Promise<void>;
  /** In request order; `undefined` where the node has none. */
  fetchKeyPackages(
    installationKeys: readonly Uint8Array[],
    options?: CallOptions,
  ): Promise<readonly (Uint8Array | undefined)[]>;
  sendGroupMessages(
    messages: readonly {
      readonly data: Uint8Array;
      readonly senderHmac: Uint8Array;
      readonly shouldPush: boolean;
    }[],
    options?: CallOptions,
  ): Promise<void>;
  sendWelcomeMessages(welcomes: readonly WelcomeInput[], options?: CallOptions): Promise<void>;
  /** One page (at most 100), ascending, after the exclusive cursor. An empty page is the end. */
  queryGroupMessages(
    request: { readonly groupId: Uint8Array; readonly afterCursor: bigint; readonly limit?: number },
    options?: CallOptions,
  ): Promise<readonly GroupEnvelope[]>;
  queryWelcomeMessages(
    request: { readonly installationKey: Uint8Array; readonly afterCursor: bigint; readonly limit?: number },
    options?: CallOptions,
  ): Promise<readonly WelcomeEnvelope[]>;
  /** The newest message's id and time by group, in request order; `undefined` where a topic is empty. */
  getNewestGroupMessages(
    groupIds: readonly Uint8Array[],
    options?: CallOptions,
  ): Promise<readonly ({ readonly id: bigint; readonly createdNs: bigint } | undefined)[]>;
  subscribeGroupMessages(
    filters: readonly { readonly groupId: Uint8Array; readonly afterCursor: bigint }[],
    options: StreamOptions,
  ): AsyncIterable<GroupEnvelope>;
  subscribeWelcomeMessages(
    filters: readonly { readonly installationKey: Uint8Array; readonly afterCursor: bigint }[],
    options: StreamOptions,
  ): AsyncIterable<WelcomeEnvelope>;
  /** When V3 is switched off, in ns since the epoch; 0 when not scheduled. */
  fetchCutoverNs(options?: CallOptions): Promise<bigint>;
}

// ------------------------------------------------------------------------------------------------ storage

/** A stored record with its revision: 1 after the first put, one more after each. */
export type Stored<N extends TableName> = TableRecord<N> & { readonly revision: number };

/** A range of one index (or of the primary key when `index` is absent). */
export interface RangeQuery<N extends TableName> {
  /** Name of an index declared in records.ts. */
  readonly index?: string;
  /** Values that the first fields of the index must equal. */
  readonly equals?: readonly (string | number)[];
  /** Exclusive bounds on the field after those (or on the key). */
  readonly after?: string | number;
  readonly before?: string | number;
  readonly direction?: 'ascending' | 'descending';
  readonly limit?: number;
  /** Type witness, never read. */
  readonly table?: N;
}

/** One change of a commit. */
export type Change = {
  [N in TableName]:
    | { readonly kind: 'put'; readonly table: N; readonly record: TableRecord<N> }
    | { readonly kind: 'delete'; readonly table: N; readonly key: string }
    /** The commit fails with Storage.Conflict unless the record has this revision (0: does not exist). */
    | { readonly kind: 'expect'; readonly table: N; readonly key: string; readonly revision: number };
}[TableName];

/**
 * The encrypted store of one account. Reads see the last commit. A commit is declarative and atomic: all of its
 * changes in one transaction or none, so that no caller ever awaits crypto inside a transaction.
 */
export interface Database {
  get<N extends TableName>(table: N, key: string): Promise<Stored<N> | undefined>;
  getMany<N extends TableName>(
    table: N,
    keys: readonly string[],
  ): Promise<readonly (Stored<N> | undefined)[]>;
  list<N extends TableName>(table: N, query?: RangeQuery<N>): Promise<readonly Stored<N>[]>;
  count<N extends TableName>(table: N, query?: RangeQuery<N>): Promise<number>;
  /** `strict` (the default) returns only after the bytes are on the disk. */
  commit(changes: readonly Change[], options?: { readonly durability?: 'strict' | 'relaxed' }): Promise<void>;
  close(): Promise<void>;
}
