import { equalBytes } from '../bytes/bytes.ts';
import { decodeTls } from '../bytes/tlsReader.ts';
import { isWalletInboxError } from '../errors.ts';
import { derivePath } from './applyUpdatePath.ts';
import { type CipherSuite, suite3 } from './cipherSuite.ts';
import { decryptWithLabel } from './encryptWithLabel.ts';
import { type Extension, extensionTypes, findExtension } from './extension.ts';
import { type GroupInfo, groupInfoSignatureCheck, readGroupInfo } from './groupInfo.ts';
import type { GroupState } from './groupState.ts';
import { decodeKeyPackage, type KeyPackage, keyPackageRef } from './keyPackage.ts';
import { startEpoch, welcomeSecret } from './keySchedule.ts';
import { encodeLeafNode } from './leafNode.ts';
import { supportsContextExtensions } from './leafNodeRules.ts';
import { createMessageKeys } from './messageKeys.ts';
import { refuse } from './mlsError.ts';
import { decodeWelcomeMessage } from './mlsMessage.ts';
import type { PreSharedKey } from './preSharedKeyId.ts';
import { pskSecret, resolvePsks } from './pskSecret.ts';
import type { RatchetTree } from './ratchetTree.ts';
import { decodeRatchetTree } from './ratchetTreeExtension.ts';
import { confirmationTag, interimTranscriptHash } from './transcriptHash.ts';
import { treeHash } from './treeHash.ts';
import { commonAncestor, isInSubtree, leafToNode } from './treeMath.ts';
import type { TreePrivateKeys } from './treePrivateKeys.ts';
import { Unverified } from './unverified.ts';
import { validateTree } from './validateTree.ts';
import { type GroupSecrets, readGroupSecrets, type Welcome } from './welcome.ts';
import { welcomeKey } from './welcomeKey.ts';

export interface JoinParams {
  /** The bytes of an MLSMessage, or what was decoded of them. */
  readonly welcome: Uint8Array | Welcome;
  /** TLS bytes of our key package, as published. */
  readonly keyPackage: Uint8Array;
  readonly initPrivateKey: Uint8Array;
  readonly encryptionPrivateKey: Uint8Array;
  /** Ed25519 seed. */
  readonly signaturePrivateKey: Uint8Array;
  /** Data of a ratchet_tree extension, for a welcome that has none. */
  readonly ratchetTree?: Uint8Array;
  readonly psks?: readonly PreSharedKey[];
  readonly suite?: CipherSuite;
}

export interface JoinedGroup {
  readonly state: GroupState;
  /** Leaf index of the member that sent the welcome. */
  readonly senderLeafIndex: number;
  /** Beside the group context. */
  readonly groupInfoExtensions: readonly Extension[];
}

const invalid = (reason: string): never =>
  refuse('Mls.InvalidWelcome', reason, 'A welcome breaks a rule of MLS.');

/**
 * Joins a group by a welcome (RFC 9420 section 12.4.3.1).
 *
 * @returns readable once the signatures of the GroupInfo and of every leaf of the tree are verified
 * @throws Mls.InvalidWelcome, Mls.InvalidTree, Mls.InvalidMessage, Codec.Malformed, Crypto.InvalidKey
 */
export function joinGroup(params: JoinParams): Unverified<JoinedGroup> {
  const suite = params.suite ?? suite3;
  const welcome =
    params.welcome instanceof Uint8Array ? decodeWelcomeMessage(params.welcome) : params.welcome;
  const keyPackage = decodeKeyPackage(params.keyPackage);
  if (welcome.cipherSuite !== suite.id || keyPackage.cipherSuite !== suite.id) invalid('wrongCipherSuite');

  const secrets = openSecrets(suite, welcome, keyPackage, params.initPrivateKey);
  const psk = pskSecret(resolvePsks(secrets.psks, params.psks ?? []));
  const groupInfo = openGroupInfo(suite, welcome, welcomeSecret(secrets.joinerSecret, psk));
  const { groupContext } = groupInfo;
  if (groupContext.cipherSuite !== suite.id || groupContext.version !== keyPackage.version) {
    invalid('wrongCipherSuite');
  }
  const isBranch = secrets.psks.some((id) => id.kind === 'resumption' && id.usage !== 'application');
  if (isBranch && groupContext.epoch !== 1n) invalid('resumptionNotInFirstEpoch');

  const tree = openTree(groupInfo, params.ratchetTree);
  const leafChecks = validateTree(tree, groupContext.groupId, groupContext.extensions);
  const signer = tree.leaf(groupInfo.signer);
  if (signer === undefined) return invalid('unknownSigner');
  const ownLeafIndex = findOwnLeaf(tree, keyPackage);
  if (!supportsContextExtensions(keyPackage.leafNode, groupContext.extensions))
    invalid('unsupportedExtension');
  checkOwnKey(suite, keyPackage, params.encryptionPrivateKey);

  const privateKeys = new Map([[leafToNode(ownLeafIndex), params.encryptionPrivateKey]]);
  for (const [node, key] of pathKeys(suite, tree, groupInfo.signer, ownLeafIndex, secrets.pathSecret)) {
    privateKeys.set(node, key);
  }
  const start = startEpoch(secrets.joinerSecret, psk, groupContext);
  const tag = confirmationTag(start.secrets.confirmationKey, groupContext.confirmedTranscriptHash);
  if (!equalBytes(tag, groupInfo.confirmationTag)) invalid('badConfirmationTag');

  const state: GroupState = {
    suite,
    groupContext,
    ownLeafIndex,
    status: 'active',
    pendingProposals: [],
    signaturePrivateKey: params.signaturePrivateKey,
    interimTranscriptHash: interimTranscriptHash(groupContext.confirmedTranscriptHash, tag),
    tree,
    privateKeys,
    secrets: start.secrets,
    messageKeys: createMessageKeys(tree.leafCount, start.encryptionSecret),
    pastEpochs: [],
  };
  return new Unverified(
    { state, senderLeafIndex: groupInfo.signer, groupInfoExtensions: groupInfo.extensions },
    [groupInfoSignatureCheck(groupInfo, signer.signatureKey), ...leafChecks],
  );
}

function openSecrets(
  suite: CipherSuite,
  welcome: Welcome,
  keyPackage: KeyPackage,
  initPrivateKey: Uint8Array,
): GroupSecrets {
  const ref = keyPackageRef(keyPackage);
  const entry = welcome.secrets.find(({ newMember }) => equalBytes(newMember, ref));
  if (entry === undefined) return invalid('notAddressedToUs');
  const plaintext = openOrRefuse(() =>
    decryptWithLabel(
      suite,
      initPrivateKey,
      'Welcome',
      welcome.encryptedGroupInfo,
      entry.encryptedGroupSecrets,
    ),
  );
  const secrets = decodeTls(plaintext, readGroupSecrets);
  // The kinds that close a group or split one off are exclusive (RFC 9420 section 12.4.3.1).
  const special = secrets.psks.filter((id) => id.kind === 'resumption' && id.usage !== 'application');
  if (special.length > 1) invalid('severalResumptions');
  return secrets;
}

function openGroupInfo(suite: CipherSuite, welcome: Welcome, secret: Uint8Array): GroupInfo {
  const { key, nonce } = welcomeKey(suite, secret);
  const plaintext = openOrRefuse(() =>
    suite.aead.open(key, nonce, new Uint8Array(), welcome.encryptedGroupInfo),
  );
  return decodeTls(plaintext, readGroupInfo);
}

function openOrRefuse(open: () => Uint8Array): Uint8Array {
  try {
    return open();
  } catch (error) {
    if (!isWalletInboxError(error, 'Crypto.OpenFailed')) throw error;
    return invalid('openFailed');
  }
}

function openTree(groupInfo: GroupInfo, supplied: Uint8Array | undefined): RatchetTree {
  const data = findExtension(groupInfo.extensions, extensionTypes.ratchetTree)?.data ?? supplied;
  if (data === undefined) return invalid('noRatchetTree');
  const tree = decodeRatchetTree(data);
  if (!equalBytes(treeHash(tree), groupInfo.groupContext.treeHash)) invalid('wrongTreeHash');
  return tree;
}

function findOwnLeaf(tree: RatchetTree, keyPackage: KeyPackage): number {
  const own = encodeLeafNode(keyPackage.leafNode);
  const { signatureKey } = keyPackage.leafNode;
  const leafIndex = tree.leaves.findIndex(
    (leaf) =>
      leaf !== undefined &&
      equalBytes(leaf.signatureKey, signatureKey) &&
      equalBytes(encodeLeafNode(leaf), own),
  );
  return leafIndex < 0 ? invalid('noOwnLeaf') : leafIndex;
}

function checkOwnKey(suite: CipherSuite, keyPackage: KeyPackage, encryptionPrivateKey: Uint8Array): void {
  const publicKey = suite.hpke.kem.publicKey(encryptionPrivateKey);
  if (!equalBytes(publicKey, keyPackage.leafNode.encryptionKey)) {
    refuse('Mls.InvalidState', 'wrongPrivateKey', 'A private key does not belong to the key package.');
  }
}

/** The keys of the nodes above both us and the sender, where the welcome brought their path secret. */
function pathKeys(
  suite: CipherSuite,
  tree: RatchetTree,
  signer: number,
  ownLeafIndex: number,
  pathSecret: Uint8Array | undefined,
): TreePrivateKeys {
  if (pathSecret === undefined) return new Map();
  const shared = commonAncestor(leafToNode(ownLeafIndex), leafToNode(signer));
  const steps = tree.filteredDirectPath(signer).filter(({ node }) => isInSubtree(node, shared));
  if (signer === ownLeafIndex || steps[0]?.node !== shared) return invalid('uselessPathSecret');
  return derivePath(suite, tree, steps, pathSecret).privateKeys;
}
