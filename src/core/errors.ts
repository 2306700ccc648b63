/**
 * The one error class of wallet-inbox and the registry of its codes.
 *
 * A code is `Area.Reason`. It is part of the public contract: programs switch on it, docs/errors.md is
 * generated from this table, and a code is never given a second meaning. Expected outcomes of hostile or
 * late input are values, not errors; what is thrown is a failure of our environment or of our caller.
 *
 * No entry of `details` may hold a key, a phrase, a password, a token or the text of a message.
 */

/** What a code means, for docs/errors.md and for the default of `retryable`. */
interface ErrorCodeMeaning {
  readonly meaning: string;
  readonly retryable: boolean;
}

const define = <const T extends Record<`${string}.${string}`, ErrorCodeMeaning>>(codes: T): T => codes;

export const errorCodes = define({
  // bytes and codecs
  'Bytes.InvalidHex': { meaning: 'A text that should be hexadecimal is not.', retryable: false },
  'Bytes.InvalidBase64': { meaning: 'A text that should be base64 is not.', retryable: false },
  'Codec.Malformed': { meaning: 'Bytes do not follow the format they should have.', retryable: false },
  // crypto
  'Crypto.InvalidKey': {
    meaning: 'A key has the wrong length or is not a point of its curve.',
    retryable: false,
  },
  'Crypto.OpenFailed': { meaning: 'A ciphertext did not open under its key.', retryable: false },
  // the command line
  'Cli.Usage': { meaning: 'A command line is wrong; nothing was done.', retryable: false },
  'Cli.Internal': { meaning: 'A command failed in a way that it does not know.', retryable: false },
  // RFC 9420
  'Mls.InvalidMessage': { meaning: 'An MLS message breaks a rule of RFC 9420.', retryable: false },
  'Mls.InvalidTree': { meaning: 'A ratchet tree breaks a rule of RFC 9420 section 7.', retryable: false },
  'Mls.InvalidKeyPackage': {
    meaning: 'A key package breaks a rule of RFC 9420 section 10.',
    retryable: false,
  },
  'Mls.InvalidCommit': { meaning: 'A commit breaks a rule of RFC 9420 section 12.', retryable: false },
  'Mls.InvalidWelcome': { meaning: 'A welcome cannot be joined.', retryable: false },
  'Mls.Undecryptable': {
    meaning: 'A private message cannot be opened with the secrets that are kept.',
    retryable: false,
  },
  'Mls.InvalidState': { meaning: 'An operation does not fit the state of the group.', retryable: false },
  // groups
  'Group.Refused': {
    meaning: 'A change of a group is not allowed to this member, or not possible.',
    retryable: false,
  },
  'Group.Contended': {
    meaning: 'Others changed the group each time before our change came through.',
    retryable: true,
  },
  // storage
  'Storage.Conflict': {
    meaning: 'A record changed between reading and writing; compute again.',
    retryable: true,
  },
  'Storage.Unavailable': { meaning: 'The database could not be opened or written.', retryable: true },
  'Storage.Corrupt': {
    meaning: 'A stored record did not open under the data key, or is malformed.',
    retryable: false,
  },
  'Storage.InvalidRequest': {
    meaning: 'The caller asked the store for something that it cannot hold or find.',
    retryable: false,
  },
  // the network node
  'Node.Unreachable': { meaning: 'The node did not answer.', retryable: true },
  'Node.RateLimited': { meaning: 'The node asked us to slow down.', retryable: true },
  'Node.Refused': { meaning: 'The node refused a request as invalid.', retryable: false },
  'Node.InvalidResponse': {
    meaning: 'The node answered with something that is not a valid response.',
    retryable: true,
  },
  'Node.Failed': { meaning: 'The node reported a failure of its own.', retryable: true },
  'Node.Aborted': { meaning: 'The caller cancelled a call to the node.', retryable: false },
  'Node.InvalidUrl': { meaning: 'The address given for a node cannot be used.', retryable: false },
  'Node.Retired': { meaning: 'The node no longer serves the XMTP V3 network.', retryable: false },
  // the node that this program can be
  'LocalNode.InvalidOption': { meaning: 'An option of the local node is not one it has.', retryable: false },
  'LocalNode.DataUnavailable': {
    meaning: 'The data directory of the local node cannot be used, or another node holds it.',
    retryable: true,
  },
  'LocalNode.PortUnavailable': { meaning: 'The local node cannot listen on its port.', retryable: true },
  // an Ethereum account
  'Wallet.InvalidPhrase': {
    meaning: 'A recovery phrase has unknown words, a wrong number of them or a wrong checksum.',
    retryable: false,
  },
  'Wallet.InvalidKey': {
    meaning: 'A private key is not 32 bytes of hex in the range of its curve.',
    retryable: false,
  },
  'Wallet.Gone': {
    meaning: 'The page or the wallet that was to sign is not there any more.',
    retryable: true,
  },
  'Wallet.Declined': {
    meaning: 'The person declined in the wallet, or the text to be signed.',
    retryable: true,
  },
  'Wallet.WrongAccount': {
    meaning: 'The wallet does not hold, or does not show, the account that the calls are for.',
    retryable: true,
  },
  'Wallet.WrongChain': {
    meaning: 'The wallet is on another chain than the calls are for, and did not change to it.',
    retryable: true,
  },
  'Wallet.NoCalls': {
    meaning:
      'The message holds no calls that could be run: it is not there, asks for none, or is of a stranger.',
    retryable: false,
  },
  'Wallet.InvalidAnswer': {
    meaning: 'A wallet answered with what is no account or no signature of it.',
    retryable: false,
  },
  // sites that ask
  'Site.RequestGone': { meaning: 'The request of a site is decided or withdrawn already.', retryable: false },
  'Site.UnknownGrant': { meaning: 'There is no such grant of a site.', retryable: false },
  // the vault of the extension
  'Vault.Missing': { meaning: 'There is no account in this browser.', retryable: false },
  'Vault.Exists': { meaning: 'There is an account in this browser already.', retryable: false },
  'Vault.Locked': { meaning: 'The vault must be unlocked first.', retryable: false },
  'Vault.WrongPassword': { meaning: 'The password does not open the vault.', retryable: false },
  'Vault.WeakPassword': { meaning: 'A password is too short.', retryable: false },
  'Vault.Corrupt': { meaning: 'The stored vault is damaged, or of a later version.', retryable: false },
  // messages between the worlds of the extension
  'Bridge.UnknownChannel': { meaning: 'A request names a channel that does not exist.', retryable: false },
  'Bridge.WrongPage': {
    meaning: 'A page of the extension asked for what another of its pages is for.',
    retryable: false,
  },
  'Bridge.TooLarge': { meaning: 'A request is larger than its port takes.', retryable: false },
  'Bridge.InvalidRequest': {
    meaning: 'A request does not follow the schema of its channel.',
    retryable: false,
  },
  'Bridge.InvalidResponse': {
    meaning: 'An answer does not follow the schema of its channel.',
    retryable: false,
  },
  'Bridge.Timeout': { meaning: 'A request was not answered in time.', retryable: true },
  'Bridge.Disconnected': { meaning: 'The port closed before the answer came.', retryable: true },
  'Bridge.Internal': { meaning: 'The worker failed in a way that has no code of its own.', retryable: true },
  // identity
  'Identity.WrongSigner': {
    meaning: 'A wallet signed with another account than the one it was asked for.',
    retryable: false,
  },
  // account and client
  'Account.NotRegistered': { meaning: 'This store holds no registered account.', retryable: false },
  'Account.OtherAddress': { meaning: 'This store belongs to another address.', retryable: false },
  'Identity.InstallationLimit': {
    meaning: 'The inbox has as many installations as the network allows; one has to be revoked.',
    retryable: false,
  },
  'Client.Closed': { meaning: 'The client was closed.', retryable: false },
  'Peer.Invalid': { meaning: 'A peer is neither an address nor an inbox id.', retryable: false },
  'Peer.NoInbox': { meaning: 'The peer has no inbox on this network.', retryable: false },
  // names of addresses (ENS, Basenames)
  'Name.Invalid': { meaning: 'A text is no name that ENS could hold.', retryable: false },
  'Name.NotFound': { meaning: 'A name stands for no address.', retryable: false },
  'Name.Unsupported': {
    meaning: 'A name has letters that are not looked up, or is kept on a server that would have to be asked.',
    retryable: false,
  },
  'Name.NoEndpoint': { meaning: 'No endpoint is set that could look up such a name.', retryable: false },
  'Name.Unreachable': { meaning: 'The endpoint for names did not answer, or refused.', retryable: true },
  'Name.InvalidAnswer': {
    meaning: 'The endpoint for names answered with what is no valid answer.',
    retryable: true,
  },
  'Name.WrongNetwork': {
    meaning: 'The endpoint for names serves another chain than it is set for.',
    retryable: false,
  },
  // conversations
  'Conversation.Unknown': { meaning: 'There is no such conversation in this store.', retryable: false },
  'Conversation.Inactive': {
    meaning: 'We are no longer a member: the conversation can be read but not written.',
    retryable: false,
  },
  'Conversation.Paused': {
    meaning: 'The group asks for a newer version of this program: it can be read but not written.',
    retryable: false,
  },
  'Conversation.NotCreated': {
    meaning: 'The first commit of a conversation has not come through; it is tried again.',
    retryable: true,
  },
  'Message.Unknown': { meaning: 'There is no such message in this store.', retryable: false },
  'Message.NotDeletable': {
    meaning:
      'Only its sender or a super admin of the group may delete a message; some lines are no messages at all.',
    retryable: false,
  },
  'Message.Refused': {
    meaning: 'A message could not be sent and will not be tried again.',
    retryable: false,
  },
  'Notification.Invalid': {
    meaning: 'A notification to be sent breaks a limit of its content type.',
    retryable: false,
  },
  'Content.Invalid': {
    meaning: 'A content to be sent breaks a rule of its type.',
    retryable: false,
  },
  'Attachment.TooLarge': { meaning: 'A file is larger than may be sent or opened.', retryable: false },
  'Attachment.DigestMismatch': {
    meaning: 'What lies at the address of an attachment is not what its sender put there.',
    retryable: false,
  },
  'Attachment.Undecryptable': {
    meaning: 'An attachment does not open under the key that came with it, or holds no file.',
    retryable: false,
  },
  'Attachment.Unreachable': {
    meaning: 'The server of an attachment did not answer, refused, or led elsewhere.',
    retryable: true,
  },
  'Attachment.Gone': { meaning: 'The server of an attachment has it no more.', retryable: false },
  'Attachment.BadAddress': {
    meaning: 'The address of an attachment or of an upload endpoint is not one that may be called.',
    retryable: false,
  },
  'Attachment.NoEndpoint': {
    meaning: 'No upload endpoint is set, and the file is too large to go inside a message.',
    retryable: false,
  },
  'Attachment.NotAllowed': {
    meaning: 'Files of people who were not accepted, or were blocked, are not opened.',
    retryable: false,
  },
  'Attachment.Missing': { meaning: 'A message holds no such file.', retryable: false },
  'Attachment.Cancelled': { meaning: 'A person ended the transfer of a file.', retryable: false },
  'Attachment.Interrupted': {
    meaning: 'The extension restarted or was locked before a file was through.',
    retryable: true,
  },
  'Attachment.Busy': { meaning: 'Too many files are on their way at once.', retryable: true },
});

/** Every code that a {@link WalletInboxError} can carry. */
export type ErrorCode = keyof typeof errorCodes;

/** Facts beside a code: ids, sizes, names. Never secrets, never message text. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | undefined>>;

interface ErrorOptions {
  readonly retryable?: boolean;
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
}

/**
 * A failure that a person or a program can act on.
 *
 * @example
 * ```ts
 * throw new WalletInboxError('Node.Unreachable', 'The node did not answer within 10 seconds.', { cause });
 * ```
 */
export class WalletInboxError extends Error {
  override readonly name = 'WalletInboxError';
  readonly code: ErrorCode;
  /** Whether the same call may succeed later without a change by the caller. */
  readonly retryable: boolean;
  /** One sentence for a person, without the code. */
  readonly shortMessage: string;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, shortMessage: string, options: ErrorOptions = {}) {
    super(`${shortMessage} [${code}]`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.shortMessage = shortMessage;
    this.retryable = options.retryable ?? errorCodes[code].retryable;
    this.details = options.details ?? {};
  }

  /** The first error in the chain of causes, this one included, for which `test` holds. */
  walk(test: (error: unknown) => boolean): unknown {
    for (let error: unknown = this; error !== undefined; error = (error as { cause?: unknown }).cause) {
      if (test(error)) return error;
      if (typeof error !== 'object' || error === null) return undefined;
    }
    return undefined;
  }
}

/** Whether `error` is a {@link WalletInboxError}, of `code` when one is given. */
export function isWalletInboxError(error: unknown, code?: ErrorCode): error is WalletInboxError {
  return error instanceof WalletInboxError && (code === undefined || error.code === code);
}
