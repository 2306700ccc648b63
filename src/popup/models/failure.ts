import { RequestError } from '../adapter/backgroundPort.ts';
import { text } from '../text.ts';
import { groupRefusal } from './groupRefusal.ts';

/** Codes that have a sentence of their own in `_locales`; every other failure speaks the worker's. */
const worded: Readonly<Record<string, string>> = {
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
  'Conversation.Inactive': 'errorConversationInactive',
  'Conversation.Paused': 'errorConversationPaused',
  'Conversation.NotCreated': 'errorConversationNotCreated',
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
  if (!(error instanceof RequestError)) return { code: 'Bridge.Internal', sentence: text('errorUnknown') };
  const { code, shortMessage } = error.wire;
  const key = worded[code];
  return {
    code,
    sentence: key === undefined ? (groupRefusal(error.wire) ?? shortMessage) : text(key),
  };
}

/** The same for a code alone, as a message or a connection carries it. */
export function sentenceOfCode(code: string): string {
  const key = worded[code];
  return key === undefined ? text('errorCode', code) : text(key);
}
