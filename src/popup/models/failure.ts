import { RequestError } from '../adapter/backgroundPort.ts';
import { text } from '../text.ts';
import { groupRefusal } from './groupRefusal.ts';

/** Codes that have a sentence of their own in `_locales`; every other one is named. The worker's words are English only. */
const worded: Readonly<Record<string, string>> = {
  'Vault.Locked': 'errorLocked',
  'Vault.Missing': 'errorNoAccount',
  'Vault.Exists': 'errorAccountExists',
  'Vault.Corrupt': 'errorVaultCorrupt',
  'Vault.WrongPassword': 'errorWrongPassword',
  'Vault.WeakPassword': 'errorWeakPassword',
  'Wallet.InvalidPhrase': 'errorInvalidPhrase',
  'Wallet.InvalidKey': 'errorInvalidPrivateKey',
  'Wallet.Gone': 'errorWalletGone',
  'Wallet.Declined': 'errorWalletDeclined',
  'Wallet.InvalidAnswer': 'errorWalletAnswer',
  'Wallet.WrongAccount': 'errorWalletAccount',
  'Wallet.WrongChain': 'errorWalletChain',
  'Wallet.NoCalls': 'errorWalletNoCalls',
  'Identity.WrongSigner': 'errorWalletSigner',
  'Site.RequestGone': 'errorRequestGone',
  'Site.UnknownGrant': 'errorUnknownGrant',
  'Node.InvalidUrl': 'errorInvalidUrl',
  'Node.Unreachable': 'errorNodeUnreachable',
  'Node.RateLimited': 'errorRateLimited',
  'Node.Failed': 'errorNodeFailed',
  'Node.InvalidResponse': 'errorNodeFailed',
  'Node.Retired': 'errorNodeRetired',
  'Peer.Invalid': 'errorPeerInvalid',
  'Peer.NoInbox': 'errorPeerNoInbox',
  'Name.Invalid': 'errorNameInvalid',
  'Name.NotFound': 'errorNameNotFound',
  'Name.Unsupported': 'errorNameUnsupported',
  'Name.NoEndpoint': 'errorNameNoEndpoint',
  'Name.Unreachable': 'errorNameUnreachable',
  'Name.InvalidAnswer': 'errorNameInvalidAnswer',
  'Name.WrongNetwork': 'errorNameWrongNetwork',
  'Group.Contended': 'errorGroupContended',
  'Group.Refused': 'groupRefused',
  'Conversation.Unknown': 'errorConversationUnknown',
  'Conversation.Inactive': 'errorConversationInactive',
  'Conversation.Paused': 'errorConversationPaused',
  'Conversation.NotCreated': 'errorConversationNotCreated',
  'Message.Unknown': 'errorMessageUnknown',
  'Message.NotDeletable': 'errorMessageNotDeletable',
  'Message.Refused': 'errorMessageRefused',
  'Content.Invalid': 'errorContentInvalid',
  'Attachment.TooLarge': 'errorAttachmentTooLarge',
  'Attachment.DigestMismatch': 'errorAttachmentDigestMismatch',
  'Attachment.Undecryptable': 'errorAttachmentUndecryptable',
  'Attachment.Unreachable': 'errorAttachmentUnreachable',
  'Attachment.Gone': 'errorAttachmentGone',
  'Attachment.BadAddress': 'errorAttachmentBadAddress',
  'Attachment.NoEndpoint': 'errorAttachmentNoEndpoint',
  'Attachment.NotAllowed': 'errorAttachmentNotAllowed',
  'Attachment.Missing': 'errorAttachmentMissing',
  'Attachment.Interrupted': 'errorAttachmentInterrupted',
  'Attachment.Busy': 'errorAttachmentBusy',
  'Attachment.Cancelled': 'attachmentCancelled',
  'Storage.Unavailable': 'errorStorage',
  'Bridge.Internal': 'errorUnknown',
  'Bridge.Disconnected': 'errorRestarted',
  'Bridge.Timeout': 'errorTimeout',
  'Identity.InstallationLimit': 'errorInstallationLimit',
};

export interface Failure {
  readonly code: string;
  readonly sentence: string;
}

/** What to tell a person about a failure. */
export function failureOf(error: unknown): Failure {
  const code = error instanceof RequestError ? error.wire.code : 'Bridge.Internal';
  const refusal = error instanceof RequestError ? groupRefusal(error.wire) : undefined;
  return { code, sentence: refusal ?? sentenceOfCode(code) };
}

/** The same for a code alone, as a message or a connection carries it. */
export function sentenceOfCode(code: string): string {
  const key = worded[code];
  return key === undefined ? text('errorCode', code) : text(key);
}
