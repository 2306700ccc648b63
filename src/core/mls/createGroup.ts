import { ed25519PublicKey } from '../crypto/ed25519.ts';
import type { Random } from '../ports.ts';
import type { Capabilities } from './capabilities.ts';
import { type CipherSuite, hashLength, protocolVersion, suite3 } from './cipherSuite.ts';
import type { Extension } from './extension.ts';
import type { GroupState } from './groupState.ts';
import { deriveEpoch } from './keySchedule.ts';
import { type Lifetime, signLeafNode } from './leafNode.ts';
import {
  leafProblem,
  meetsGroupRequirements,
  speaksLikeGroup,
  supportsContextExtensions,
} from './leafNodeRules.ts';
import { createMessageKeys } from './messageKeys.ts';
import { refuse } from './mlsError.ts';
import { singleLeafTree } from './ratchetTree.ts';
import { confirmationTag, interimTranscriptHash } from './transcriptHash.ts';
import { treeHash } from './treeHash.ts';

/** As long as a leaf of a creator needs one: it is never published, and the first path replaces it. */
const wholeLifetime: Lifetime = { notBefore: 0n, notAfter: 0xffff_ffff_ffff_ffffn };

/**
 * A group of one at epoch 0 (RFC 9420 section 11).
 *
 * @param params.identity bytes of our basic credential
 * @param params.signaturePrivateKey an Ed25519 seed of 32 bytes
 * @param params.extensions of the group context
 * @throws Mls.InvalidState when our capabilities do not cover `extensions`
 */
export function createGroup(
  params: {
    readonly groupId: Uint8Array;
    readonly identity: Uint8Array;
    readonly signaturePrivateKey: Uint8Array;
    readonly capabilities: Capabilities;
    readonly lifetime?: Lifetime;
    readonly leafExtensions?: readonly Extension[];
    readonly extensions?: readonly Extension[];
    readonly suite?: CipherSuite;
  },
  random: Random,
): GroupState {
  const { signaturePrivateKey } = params;
  const suite = params.suite ?? suite3;
  const extensions = params.extensions ?? [];
  const encryption = suite.hpke.kem.derive(random.bytes(hashLength));
  const leaf = signLeafNode(
    {
      encryptionKey: encryption.publicKey,
      signatureKey: ed25519PublicKey(signaturePrivateKey),
      credential: { type: 'basic', identity: params.identity },
      capabilities: params.capabilities,
      source: { kind: 'keyPackage', lifetime: params.lifetime ?? wholeLifetime },
      extensions: params.leafExtensions ?? [],
    },
    signaturePrivateKey,
  );
  const problem = leafProblem(leaf);
  if (
    problem !== undefined ||
    !speaksLikeGroup(leaf, suite.id) ||
    !meetsGroupRequirements(leaf, extensions) ||
    !supportsContextExtensions(leaf, extensions)
  ) {
    return refuse(
      'Mls.InvalidState',
      problem ?? 'missingCapability',
      'We lack a capability of our own group.',
    );
  }
  const tree = singleLeafTree(leaf);
  const confirmedTranscriptHash = new Uint8Array();
  const { secrets, encryptionSecret } = deriveEpoch(random.bytes(hashLength));
  return {
    suite,
    groupContext: {
      version: protocolVersion,
      cipherSuite: suite.id,
      groupId: params.groupId,
      epoch: 0n,
      treeHash: treeHash(tree),
      confirmedTranscriptHash,
      extensions,
    },
    ownLeafIndex: 0,
    status: 'active',
    pendingProposals: [],
    signaturePrivateKey,
    interimTranscriptHash: interimTranscriptHash(
      confirmedTranscriptHash,
      confirmationTag(secrets.confirmationKey, confirmedTranscriptHash),
    ),
    tree,
    privateKeys: new Map([[0, encryption.privateKey]]),
    secrets,
    messageKeys: createMessageKeys(tree.leafCount, encryptionSecret),
    pastEpochs: [],
  };
}
