/** What a test may ask of a client built on an official SDK; the same for libxmtp native and libxmtp WASM. */

export interface PeerConversation {
  readonly conversationId: string;
  readonly kind: 'dm' | 'group';
  readonly name: string;
  readonly isActive: boolean;
  readonly peerInboxId?: string;
}

export interface PeerMessage {
  readonly messageId: string;
  readonly conversationId: string;
  readonly senderInboxId: string;
  readonly sentAtNs: bigint;
  /** `authority/type:major.minor` */
  readonly contentType: string;
  /** The text of a text or markdown message, else the fallback or nothing. */
  readonly text: string;
  readonly kind: 'application' | 'membership';
  /** When it vanishes there. */
  readonly expiresAtNs?: bigint;
  /** Of a notification of ours, as the native SDK hands it to a codec. */
  readonly carried?: {
    readonly parameters: Readonly<Record<string, string>>;
    readonly content: Uint8Array;
  };
}

export interface PeerMember {
  readonly inboxId: string;
  readonly installationIds: readonly string[];
  readonly role: 'member' | 'admin' | 'superAdmin';
}

/** As the SDKs name them; 'missing' when the group states no such policy. */
export type PeerPolicy = 'allow' | 'deny' | 'admin' | 'superAdmin' | 'missing' | 'other';

export type PeerPolicies = Readonly<
  Record<
    | 'addMember'
    | 'removeMember'
    | 'addAdmin'
    | 'removeAdmin'
    | 'name'
    | 'description'
    | 'imageUrl'
    | 'disappearing'
    | 'appData',
    PeerPolicy
  >
>;

/** What the SDK says of a group. */
export interface PeerGroup {
  readonly name: string;
  readonly description: string;
  readonly imageUrl: string;
  readonly addedByInboxId: string;
  readonly preset: 'allMembers' | 'adminOnly' | 'custom';
  readonly policies: PeerPolicies;
  readonly isActive: boolean;
  readonly isPendingRemoval: boolean;
  readonly pausedForVersion?: string;
}

/** A row that says what a commit changed. Lists of inbox ids are sorted. */
export interface PeerGroupUpdate {
  readonly messageId: string;
  readonly by: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly left: readonly string[];
  readonly fields: readonly { readonly name: string; readonly from: string; readonly to: string }[];
  readonly adminsAdded: readonly string[];
  readonly adminsRemoved: readonly string[];
  readonly superAdminsAdded: readonly string[];
  readonly superAdminsRemoved: readonly string[];
}

/** An EncodedContent as the SDKs write it down. */
export interface PeerEncoded {
  readonly type?: {
    readonly authorityId: string;
    readonly typeId: string;
    readonly versionMajor: number;
    readonly versionMinor: number;
  };
  readonly parameters: Readonly<Record<string, string>>;
  readonly fallback?: string;
  readonly compression?: number;
  readonly content: Uint8Array;
}

/** One message with the value that the SDK decoded. */
export interface PeerContent {
  readonly messageId: string;
  readonly contentType: string;
  readonly fallback?: string;
  /**
   * The SDK's own value, without what it leaves empty. Of a reply `{referenceId, content, inReplyToId?}`, of a
   * content of a type that it does not know nothing.
   */
  readonly content: unknown;
  /** What it hangs on this message. */
  readonly reactions: readonly { readonly senderInboxId: string; readonly content: unknown }[];
}

/** As the SDKs have them for each type: `sendX` of a conversation, `encodeX` of the module. */
export type PeerContentName =
  | 'Text'
  | 'Markdown'
  | 'Reply'
  | 'Reaction'
  | 'Attachment'
  | 'RemoteAttachment'
  | 'MultiRemoteAttachment'
  | 'ReadReceipt'
  | 'TransactionReference'
  | 'WalletSendCalls'
  | 'Actions'
  | 'Intent';

/** As the SDKs write a file and the key to it. */
export interface PeerFile {
  readonly filename?: string;
  readonly mimeType: string;
  readonly content: Uint8Array;
}

export interface PeerRemoteFile {
  readonly url: string;
  readonly contentDigest: string;
  readonly secret: Uint8Array;
  readonly salt: Uint8Array;
  readonly nonce: Uint8Array;
  readonly scheme: string;
  readonly contentLength: number;
  readonly filename?: string;
}

export interface PeerGroupOptions {
  readonly name?: string;
  readonly description?: string;
  readonly imageUrl?: string;
  readonly permissions?: 'allMembers' | 'adminOnly' | PeerPolicies;
}

/** Commands by name. Every argument and result survives a structured clone. */
export interface PeerCommands {
  /** The inbox id that the network has for an address. */
  inboxIdOf(address: string): Promise<string>;
  /** The DM with an inbox, made when there is none. Ids are those of the SDK's own group. */
  dm(inboxId: string): Promise<PeerConversation>;
  createGroup(inboxIds: readonly string[], options?: PeerGroupOptions): Promise<PeerConversation>;
  /** Sends and publishes; answers the message id. */
  sendText(conversationId: string, text: string): Promise<string>;
  /** Sends a content of any type. */
  sendEncoded(
    conversationId: string,
    content: {
      readonly authorityId: string;
      readonly typeId: string;
      readonly versionMajor: number;
      readonly versionMinor: number;
      readonly parameters?: Readonly<Record<string, string>>;
      readonly fallback?: string;
      readonly compression?: number;
      readonly content: Uint8Array;
    },
  ): Promise<string>;
  /** Sends a value by the SDK's own method for its type (`undefined` for a read receipt). */
  sendContent(conversationId: string, name: PeerContentName, value: unknown): Promise<string>;
  /** By the SDK's own codec; there is none for replies. */
  encode(name: Exclude<PeerContentName, 'Reply'>, value: unknown): Promise<PeerEncoded>;
  /** From the SDK's own store: `sync` first. */
  content(messageId: string): Promise<PeerContent>;
  encryptFile(file: PeerFile): Promise<Omit<PeerRemoteFile, 'url' | 'scheme'> & { payload: Uint8Array }>;
  decryptFile(payload: Uint8Array, remote: PeerRemoteFile): Promise<PeerFile>;
  /** Welcomes, then every conversation, of every consent state. */
  sync(): Promise<void>;
  conversations(): Promise<readonly PeerConversation[]>;
  /** Oldest first; from the SDK's own store: `sync` first. Messages of stitched DMs are in either. */
  messages(conversationId: string): Promise<readonly PeerMessage[]>;
  members(conversationId: string): Promise<readonly PeerMember[]>;
  rename(conversationId: string, name: string): Promise<void>;
  setDescription(conversationId: string, text: string): Promise<void>;
  setImageUrl(conversationId: string, url: string): Promise<void>;
  setAppData(conversationId: string, text: string): Promise<void>;
  /** Asks to be taken out of the group. */
  leave(conversationId: string): Promise<void>;
  group(conversationId: string): Promise<PeerGroup>;
  /** Oldest first. */
  groupUpdates(conversationId: string): Promise<readonly PeerGroupUpdate[]>;
  addMembers(conversationId: string, inboxIds: readonly string[]): Promise<void>;
  removeMembers(conversationId: string, inboxIds: readonly string[]): Promise<void>;
  addAdmin(conversationId: string, inboxId: string): Promise<void>;
  removeAdmin(conversationId: string, inboxId: string): Promise<void>;
  addSuperAdmin(conversationId: string, inboxId: string): Promise<void>;
  removeSuperAdmin(conversationId: string, inboxId: string): Promise<void>;
  /** SDK enum numbers: PermissionUpdateType, PermissionPolicy, MetadataField. */
  updatePermission(conversationId: string, type: number, policy: number, field?: number): Promise<void>;
  /** When messages of the conversation vanish; `undefined` takes it back. */
  setDisappearing(
    conversationId: string,
    settings: { readonly fromNs: bigint; readonly inNs: bigint } | undefined,
  ): Promise<void>;
  disappearing(
    conversationId: string,
  ): Promise<{ readonly isOn: boolean; readonly fromNs?: bigint; readonly inNs?: bigint }>;
  setConsent(conversationId: string, state: 'unknown' | 'allowed' | 'denied'): Promise<void>;
  consent(conversationId: string): Promise<'unknown' | 'allowed' | 'denied'>;
  /** Installations of an inbox as this peer sees them on the network. */
  installations(inboxId: string): Promise<readonly string[]>;
  /** Opens the stream of all messages; from then on they are found by `streamed` and `waitForText`. */
  startStream(): Promise<void>;
  streamed(): Promise<readonly PeerMessage[]>;
  /** The first streamed message with this text (also when it came before the call). */
  waitForText(text: string, timeoutMs?: number): Promise<PeerMessage>;
  /** Answers each streamed text of another inbox with `echo: TEXT`. Opens the stream. */
  startEcho(): Promise<void>;
}

export interface OfficialPeer extends PeerCommands {
  readonly sdk: 'native' | 'wasm';
  readonly libxmtp: string;
  readonly address: string;
  readonly privateKey: `0x${string}`;
  readonly inboxId: string;
  readonly installationId: string;
  close(): Promise<void>;
}

export interface PeerIdentity {
  readonly address: string;
  readonly inboxId: string;
  readonly installationId: string;
  readonly libxmtp: string;
}

const peerCommandNames = [
  'inboxIdOf',
  'dm',
  'createGroup',
  'sendText',
  'sendEncoded',
  'sendContent',
  'encode',
  'content',
  'encryptFile',
  'decryptFile',
  'sync',
  'conversations',
  'messages',
  'members',
  'rename',
  'setDescription',
  'setImageUrl',
  'setAppData',
  'leave',
  'group',
  'groupUpdates',
  'addMembers',
  'removeMembers',
  'addAdmin',
  'removeAdmin',
  'addSuperAdmin',
  'removeSuperAdmin',
  'updatePermission',
  'setDisappearing',
  'disappearing',
  'setConsent',
  'consent',
  'installations',
  'startStream',
  'streamed',
  'waitForText',
  'startEcho',
] as const satisfies readonly (keyof PeerCommands)[];

/** A peer whose commands run elsewhere, by name. */
export function remoteCommands(
  call: (name: keyof PeerCommands, args: readonly unknown[]) => Promise<unknown>,
): PeerCommands {
  return Object.fromEntries(
    peerCommandNames.map((name) => [name, (...args: readonly unknown[]) => call(name, args)]),
  ) as unknown as PeerCommands;
}
