import { equalBytes } from '../bytes/bytes.ts';
import type { SignatureCheck } from '../crypto/signatureBatch.ts';
import { isWalletInboxError } from '../errors.ts';
import { credentialIdentity } from './credential.ts';
import { type AuthenticatedContent, type ContentType, framedContentToBeSigned } from './framedContent.ts';
import { encodeGroupContext } from './groupContext.ts';
import type { GroupState } from './groupState.ts';
import { findRatchet, type MessageKeys, type RatchetKind, withRatchet } from './messageKeys.ts';
import { refuse } from './mlsError.ts';
import { decodeMlsMessage, type MlsMessage } from './mlsMessage.ts';
import { type MessageSender, type PastEpoch, pastSender } from './pastEpoch.ts';
import type { PendingProposal } from './pendingProposal.ts';
import { openContent, type PrivateMessage } from './privateMessage.ts';
import { proposalReference } from './proposalReference.ts';
import { type PublicMessage, unprotectPublicMessage } from './publicMessage.ts';
import { openSenderData } from './senderData.ts';
import { keyAt } from './senderRatchet.ts';
import { signatureCheck } from './signWithLabel.ts';
import { Unverified } from './unverified.ts';

/** A commit whose own signature was verified; for processCommit. */
export interface AuthenticatedCommit {
  readonly committer: number;
  readonly authenticated: AuthenticatedContent;
}

/** What a message says, readable once its signature is verified. */
export type MessageContent =
  | { readonly kind: 'application'; readonly data: Uint8Array }
  | { readonly kind: 'proposal'; readonly proposal: PendingProposal }
  | { readonly kind: 'commit'; readonly commit: AuthenticatedCommit };

export interface OpenedMessage {
  /** The sender's ratchet has moved on. To be dropped when the content does not get confirmed. */
  readonly state: GroupState;
  readonly epoch: bigint;
  readonly contentType: ContentType;
  /** Claimed, until the content is confirmed. As of the message's epoch. */
  readonly sender: MessageSender;
  readonly authenticatedData: Uint8Array;
  readonly content: Unverified<MessageContent>;
}

/**
 * Opens a message of the group (RFC 9420 section 6): of this epoch, or application data of one of the kept past ones.
 *
 * @param options.acceptPublic whether handshakes may come unencrypted; a group whose other members insist on private
 * messages would fork by taking one
 * @throws Mls.Undecryptable with `details.reason` 'futureEpoch', 'pastEpoch', 'usedGeneration', 'tooFarAhead',
 * 'openFailed' or 'ownMessage'; Mls.InvalidMessage or Codec.Malformed for everything else that is wrong with it
 */
export function openMessage(
  state: GroupState,
  message: Uint8Array | MlsMessage,
  options: { readonly acceptPublic?: boolean } = {},
): OpenedMessage {
  const decoded = message instanceof Uint8Array ? decodeMlsMessage(message) : message;
  if (state.status === 'removed')
    refuse('Mls.InvalidState', 'removed', 'We are no member of this group any more.');
  if (decoded.wireFormat === 'privateMessage') return openPrivate(state, decoded.privateMessage);
  if (decoded.wireFormat === 'publicMessage') {
    if (options.acceptPublic === true) return openPublic(state, decoded.publicMessage);
    return refuse('Mls.InvalidMessage', 'publicMessage', 'A message came unencrypted.');
  }
  return refuse('Mls.InvalidMessage', 'notAGroupMessage', 'A message is not one for a group.');
}

function checkGroup(state: GroupState, groupId: Uint8Array): void {
  if (!equalBytes(groupId, state.groupContext.groupId)) {
    refuse('Mls.InvalidMessage', 'wrongGroup', 'A message is for another group.');
  }
}

function currentSender({ tree }: GroupState, leafIndex: number): MessageSender | undefined {
  const leaf = tree.leaf(leafIndex);
  if (leaf === undefined) return undefined;
  const { signatureKey, credential } = leaf;
  return { leafIndex, signatureKey, credentialIdentity: credentialIdentity(credential) };
}

function openPrivate(state: GroupState, message: PrivateMessage): OpenedMessage {
  checkGroup(state, message.groupId);
  const { epoch } = message;
  if (epoch === state.groupContext.epoch) {
    const opened = openWith(
      state,
      message,
      state.secrets.senderDataSecret,
      state.messageKeys,
      encodeGroupContext(state.groupContext),
      (leafIndex) => currentSender(state, leafIndex),
    );
    return { ...opened, state: { ...state, messageKeys: opened.messageKeys } };
  }
  const past = findPastEpoch(state, message);
  const opened = openWith(
    state,
    message,
    past.record.senderDataSecret,
    past.messageKeys,
    past.record.groupContext,
    (leafIndex) => pastSender(past.record, leafIndex),
  );
  const { messageKeys } = opened;
  const pastEpochs = state.pastEpochs.map((entry) => (entry === past ? { ...past, messageKeys } : entry));
  return { ...opened, state: { ...state, pastEpochs } };
}

function findPastEpoch(state: GroupState, { epoch, contentType }: PrivateMessage): PastEpoch {
  const details = { epoch: String(epoch), groupEpoch: String(state.groupContext.epoch) };
  if (epoch > state.groupContext.epoch) {
    return refuse(
      'Mls.Undecryptable',
      'futureEpoch',
      'A message is of an epoch that we have not reached.',
      details,
    );
  }
  const past = state.pastEpochs.find(({ record }) => record.epoch === epoch);
  if (past === undefined || contentType !== 'application') {
    return refuse('Mls.Undecryptable', 'pastEpoch', 'A message is of an epoch that is over.', details);
  }
  return past;
}

type Opened = Omit<OpenedMessage, 'state'> & { readonly messageKeys: MessageKeys };

function openWith(
  state: GroupState,
  message: PrivateMessage,
  senderDataSecret: Uint8Array,
  keys: MessageKeys,
  groupContext: Uint8Array,
  findSender: (leafIndex: number) => MessageSender | undefined,
): Opened {
  const { suite, ownLeafIndex } = state;
  const senderData = undecryptableIfSealed(() => openSenderData(suite, senderDataSecret, message));
  const { leafIndex, generation, reuseGuard } = senderData;
  const sender = findSender(leafIndex);
  if (sender === undefined) {
    return refuse('Mls.InvalidMessage', 'unknownMember', 'A message names a sender that is no member.');
  }
  // Our ratchet has moved on when we sealed it. A leaf's index may have been another's in a past epoch.
  if (leafIndex === ownLeafIndex && isOwn(state, sender)) {
    return refuse('Mls.Undecryptable', 'ownMessage', 'A message is our own.');
  }
  const kind: RatchetKind = message.contentType === 'application' ? 'application' : 'handshake';
  const found = findRatchet(keys, leafIndex, kind);
  const { key, ratchet } = keyAt(suite, found.ratchet, generation);
  const authenticated = undecryptableIfSealed(() => openContent(suite, message, leafIndex, key, reuseGuard));
  return {
    ...describe(authenticated, sender, groupContext),
    messageKeys: withRatchet(found.keys, leafIndex, kind, ratchet),
  };
}

function isOwn(state: GroupState, sender: MessageSender): boolean {
  const own = state.tree.leaf(state.ownLeafIndex);
  return own !== undefined && equalBytes(own.signatureKey, sender.signatureKey);
}

function undecryptableIfSealed<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (!isWalletInboxError(error, 'Crypto.OpenFailed')) throw error;
    return refuse('Mls.Undecryptable', 'openFailed', 'A message does not open under the keys of its epoch.');
  }
}

function openPublic(state: GroupState, message: PublicMessage): OpenedMessage {
  const { content } = message;
  checkGroup(state, content.groupId);
  if (content.epoch !== state.groupContext.epoch) {
    const reason = content.epoch > state.groupContext.epoch ? 'futureEpoch' : 'pastEpoch';
    return refuse('Mls.Undecryptable', reason, 'A message is of another epoch.');
  }
  if (content.sender.kind !== 'member') {
    return refuse(
      'Mls.InvalidMessage',
      'externalSender',
      'Messages from outside of a group are not supported.',
    );
  }
  const groupContext = encodeGroupContext(state.groupContext);
  const authenticated = unprotectPublicMessage(message, state.secrets.membershipKey, groupContext);
  const sender = currentSender(state, content.sender.leafIndex);
  if (sender === undefined) {
    return refuse('Mls.InvalidMessage', 'unknownMember', 'A message names a sender that is no member.');
  }
  if (sender.leafIndex === state.ownLeafIndex) {
    return refuse('Mls.Undecryptable', 'ownMessage', 'A message is our own.');
  }
  return { ...describe(authenticated, sender, groupContext), state };
}

function describe(
  authenticated: AuthenticatedContent,
  sender: MessageSender,
  groupContext: Uint8Array,
): Omit<OpenedMessage, 'state'> {
  const { format, content, auth } = authenticated;
  const check: SignatureCheck = signatureCheck(
    sender.signatureKey,
    'FramedContentTBS',
    framedContentToBeSigned(format, content, groupContext),
    auth.signature,
  );
  return {
    epoch: content.epoch,
    contentType: content.body.kind,
    sender,
    authenticatedData: content.authenticatedData,
    content: new Unverified(toContent(authenticated, sender.leafIndex), [check]),
  };
}

function toContent(authenticated: AuthenticatedContent, leafIndex: number): MessageContent {
  const { body } = authenticated.content;
  if (body.kind === 'application') return body;
  if (body.kind === 'commit') return { kind: 'commit', commit: { committer: leafIndex, authenticated } };
  return {
    kind: 'proposal',
    proposal: {
      reference: proposalReference(authenticated),
      proposal: body.proposal,
      sender: leafIndex,
    },
  };
}
