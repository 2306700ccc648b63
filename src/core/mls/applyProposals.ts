import { bytesToHex } from '../bytes/hex.ts';
import type { SignatureCheck } from '../crypto/signatureBatch.ts';
import { supportsProposal } from './capabilities.ts';
import { protocolVersion } from './cipherSuite.ts';
import type { CustomProposalHandler } from './customProposal.ts';
import { type Extension, findExtension, isMisplacedInContext } from './extension.ts';
import type { GroupState } from './groupState.ts';
import type { KeyPackage } from './keyPackage.ts';
import { type LeafNode, leafSignatureCheck } from './leafNode.ts';
import {
  leafProblem,
  meetsGroupRequirements,
  shareCredentialTypes,
  speaksLikeGroup,
  supportsContextExtensions,
} from './leafNodeRules.ts';
import { refuse } from './mlsError.ts';
import { keyPackageChecks, keyPackageProblem } from './openKeyPackage.ts';
import type { AppliedProposal } from './pendingProposal.ts';
import { type PreSharedKeyId, preSharedKeyIdHex } from './preSharedKeyId.ts';
import { proposalTypeOf } from './proposal.ts';
import { isDefaultProposalType } from './proposalType.ts';
import type { RatchetTree } from './ratchetTree.ts';
import { RatchetTreeEditor } from './ratchetTreeEditor.ts';

/** What a group makes of proposals beyond, or other than, RFC 9420. */
export interface ProposalRules {
  /** How to apply proposal types beyond RFC 9420; others are refused. */
  readonly customProposals?: readonly CustomProposalHandler[];
  /** A ReInit is neither checked nor followed, where the other members do not know it either. */
  readonly ignoresReInit?: boolean;
}

/** What a list of proposals makes of a group, before any path. */
export interface ProposalsOutcome {
  readonly tree: RatchetTree;
  readonly extensions: readonly Extension[];
  readonly added: readonly AddedMember[];
  /** Leaf indexes in the old tree. */
  readonly removedLeaves: readonly number[];
  readonly updatedLeaves: readonly number[];
  readonly psks: readonly PreSharedKeyId[];
  readonly isReInit: boolean;
  /** Whether the commit must have a path (section 12.4). */
  readonly needsPath: boolean;
  /** Signatures of the leaves and key packages that came in. */
  readonly checks: readonly SignatureCheck[];
}

export interface AddedMember {
  readonly leafIndex: number;
  readonly keyPackage: KeyPackage;
}

const invalid = (reason: string): never =>
  refuse('Mls.InvalidCommit', reason, 'A list of proposals breaks a rule of MLS.');

/**
 * Validates a list of proposals (RFC 9420 section 12.2) and applies it in the order of section 12.3. What is left for
 * the caller is the uniqueness of keys, once a path is merged too.
 *
 * @throws Mls.InvalidCommit, Codec.Malformed
 */
export function applyProposals(
  state: GroupState,
  proposals: readonly AppliedProposal[],
  committer: number,
  rules: ProposalRules,
): ProposalsOutcome {
  const lists = sortProposals(proposals, rules.ignoresReInit === true);
  checkTouchedLeaves(state, lists, committer);
  if (lists.reInit.length > 0 && proposals.length > 1) invalid('reInitWithOthers');
  for (const { proposal } of lists.reInit) {
    if (proposal.version < protocolVersion) invalid('reInitOlderVersion');
  }
  if (lists.groupContextExtensions.length > 1) invalid('severalContextExtensions');

  const newContext = lists.groupContextExtensions[0]?.proposal.extensions;
  const afterCustom = applyCustom(
    newContext ?? state.groupContext.extensions,
    lists.custom,
    rules.customProposals ?? [],
  );
  const { extensions } = afterCustom;

  const editor = new RatchetTreeEditor(state.tree);
  const checks: SignatureCheck[] = [];
  const incoming: LeafNode[] = [];
  const { groupId } = state.groupContext;
  for (const { proposal, sender } of lists.update) {
    const { leafNode } = proposal;
    if (leafNode.source.kind !== 'update') invalid('wrongLeafSource');
    checks.push(leafSignatureCheck(leafNode, { groupId, leafIndex: sender }));
    incoming.push(leafNode);
    editor.updateLeaf(sender, leafNode);
  }
  for (const { proposal } of lists.remove) editor.removeLeaf(proposal.removed);
  if (lists.remove.length > 0) editor.truncate();
  const remaining = editor.members();

  const added = lists.add.map(({ proposal: { keyPackage } }): AddedMember => {
    const problem = keyPackageProblem(keyPackage, state.groupContext.cipherSuite);
    if (problem !== undefined) invalid(problem);
    checks.push(...keyPackageChecks(keyPackage));
    incoming.push(keyPackage.leafNode);
    return { leafIndex: editor.addLeaf(keyPackage.leafNode), keyPackage };
  });
  const tree = editor.finish();

  for (const leaf of incoming) checkIncomingLeaf(leaf, state.groupContext.cipherSuite, extensions);
  checkInitKeys(added, tree);
  if (newContext?.some(({ type }) => isMisplacedInContext(type))) invalid('misplacedExtension');
  if (newContext !== undefined || afterCustom.changed) checkMembersFollow(tree, state, extensions);
  if (incoming.length > 0 && !shareCredentialTypes(membersOf(tree))) invalid('credentialNotSupported');
  for (const { proposal } of proposals) {
    const type = proposalTypeOf(proposal);
    if (isDefaultProposalType(type)) continue;
    if (!remaining.every(({ capabilities }) => supportsProposal(capabilities, type))) {
      invalid('unsupportedProposal');
    }
  }

  return {
    tree,
    extensions,
    added,
    removedLeaves: lists.remove.map(({ proposal }) => proposal.removed),
    updatedLeaves: lists.update.map(({ sender }) => sender),
    psks: checkPsks(lists.psk.map(({ proposal }) => proposal.psk)),
    isReInit: lists.reInit.length > 0,
    needsPath:
      proposals.length === 0 ||
      lists.update.length + lists.remove.length + lists.groupContextExtensions.length > 0 ||
      afterCustom.needsPath,
    checks,
  };
}

type OfKind<K extends AppliedProposal['proposal']['kind']> = AppliedProposal & {
  readonly proposal: Extract<AppliedProposal['proposal'], { kind: K }>;
};

type ProposalLists = { readonly [K in AppliedProposal['proposal']['kind']]: readonly OfKind<K>[] };

function sortProposals(proposals: readonly AppliedProposal[], ignoresReInit: boolean): ProposalLists {
  const ofKind = <K extends AppliedProposal['proposal']['kind']>(kind: K) =>
    proposals.filter((item): item is OfKind<K> => item.proposal.kind === kind);
  if (ofKind('externalInit').length > 0) invalid('externalInit');
  return {
    add: ofKind('add'),
    update: ofKind('update'),
    remove: ofKind('remove'),
    psk: ofKind('psk'),
    reInit: ignoresReInit ? [] : ofKind('reInit'),
    externalInit: [],
    groupContextExtensions: ofKind('groupContextExtensions'),
    custom: ofKind('custom'),
  };
}

function checkTouchedLeaves({ tree }: GroupState, lists: ProposalLists, committer: number): void {
  const touched = new Set<number>();
  const touch = (leafIndex: number): void => {
    if (tree.leaf(leafIndex) === undefined) invalid('blankLeaf');
    if (touched.has(leafIndex)) invalid('leafTouchedTwice');
    touched.add(leafIndex);
  };
  for (const { sender, proposal } of lists.update) {
    if (sender === committer) invalid('updateByCommitter');
    touch(sender);
    const present = tree.leaf(sender)?.encryptionKey;
    if (present?.every((byte, index) => byte === proposal.leafNode.encryptionKey[index])) {
      invalid('reusedEncryptionKey');
    }
  }
  for (const { proposal } of lists.remove) {
    if (proposal.removed === committer) invalid('removeOfCommitter');
    touch(proposal.removed);
  }
}

function checkIncomingLeaf(leaf: LeafNode, cipherSuite: number, extensions: readonly Extension[]): void {
  const problem = leafProblem(leaf);
  if (problem !== undefined) invalid(problem);
  if (
    !speaksLikeGroup(leaf, cipherSuite) ||
    !meetsGroupRequirements(leaf, extensions) ||
    !supportsContextExtensions(leaf, extensions)
  ) {
    invalid('missingCapability');
  }
}

/** An init key serves one welcome: no two are the same, and none is anybody's encryption key (section 10). */
function checkInitKeys(added: readonly AddedMember[], tree: RatchetTree): void {
  if (added.length === 0) return;
  const keys = new Set(membersOf(tree).map(({ encryptionKey }) => bytesToHex(encryptionKey)));
  for (const { keyPackage } of added) {
    const name = bytesToHex(keyPackage.initKey);
    if (keys.has(name)) invalid('reusedInitKey');
    keys.add(name);
  }
}

/** New extensions must be understood by all who stay and come (sections 12.1.7 and 13.4). */
function checkMembersFollow(tree: RatchetTree, state: GroupState, extensions: readonly Extension[]): void {
  const before = state.groupContext.extensions;
  const introduced = extensions.filter(({ type }) => findExtension(before, type) === undefined);
  for (const leaf of membersOf(tree)) {
    if (!meetsGroupRequirements(leaf, extensions) || !supportsContextExtensions(leaf, introduced)) {
      invalid('missingCapability');
    }
  }
}

const membersOf = (tree: RatchetTree): LeafNode[] =>
  tree.leaves.filter((leaf): leaf is LeafNode => leaf !== undefined);

function checkPsks(psks: readonly PreSharedKeyId[]): readonly PreSharedKeyId[] {
  const seen = new Set<string>();
  for (const psk of psks) {
    if (psk.nonce.length !== 32) invalid('badPskNonce');
    // Keys of a reinit or branch belong into the welcome of the new group (section 12.1.4).
    if (psk.kind === 'resumption' && psk.usage !== 'application') invalid('badPskUsage');
    const name = preSharedKeyIdHex(psk);
    if (seen.has(name)) invalid('pskTwice');
    seen.add(name);
  }
  return psks;
}

function applyCustom(
  extensions: readonly Extension[],
  custom: readonly OfKind<'custom'>[],
  handlers: readonly CustomProposalHandler[],
): { readonly extensions: readonly Extension[]; readonly needsPath: boolean; readonly changed: boolean } {
  let current = extensions;
  let needsPath = false;
  for (const type of new Set(custom.map(({ proposal }) => proposal.proposalType))) {
    const handler = handlers.find(({ proposalType }) => proposalType === type);
    if (handler === undefined) return invalid('unsupportedProposal');
    const bodies = custom
      .filter(({ proposal }) => proposal.proposalType === type)
      .map(({ proposal }) => proposal.body);
    current = handler.transformExtensions(current, bodies);
    needsPath ||= handler.requiresPath;
  }
  return { extensions: current, needsPath, changed: custom.length > 0 };
}
