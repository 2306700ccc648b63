import type { Random } from '../ports.ts';
import { hashLength } from './cipherSuite.ts';
import { type CreatedProposal, createProposal } from './createProposal.ts';
import type { FramingFormat } from './framedContent.ts';
import type { GroupState } from './groupState.ts';
import { signLeafNode } from './leafNode.ts';
import { refuse } from './mlsError.ts';

/**
 * An Update of our own leaf (RFC 9420 section 12.1.2): a fresh encryption key, all else as it is. The private key
 * waits in the pending proposal until somebody commits it.
 *
 * @throws Mls.InvalidState
 */
export function createUpdateProposal(
  state: GroupState,
  random: Random,
  options: { readonly framing?: FramingFormat } = {},
): CreatedProposal {
  const present = state.tree.leaf(state.ownLeafIndex);
  if (present === undefined) return refuse('Mls.InvalidState', 'noLeaf', 'We have no leaf in the group.');
  const key = state.suite.hpke.kem.derive(random.bytes(hashLength));
  const { signatureKey, credential, capabilities, extensions } = present;
  const leafNode = signLeafNode(
    {
      encryptionKey: key.publicKey,
      signatureKey,
      credential,
      capabilities,
      source: { kind: 'update' },
      extensions,
    },
    state.signaturePrivateKey,
    { groupId: state.groupContext.groupId, leafIndex: state.ownLeafIndex },
  );
  const created = createProposal(state, { kind: 'update', leafNode }, random, options);
  return { ...created, proposal: { ...created.proposal, encryptionPrivateKey: key.privateKey } };
}
