import type { SignatureKind, SignedAction } from './identityAction.ts';
import type { IdentityRefusal } from './identityRefusal.ts';
import { findMember, type IdentityMember, type IdentityState } from './identityState.ts';
import { inboxIdOf } from './inboxId.ts';
import { type MemberIdentifier, type OwnerIdentifier, sameMember } from './memberIdentifier.ts';
import type { VerifiedSignature } from './verifySignature.ts';

type Action = SignedAction<VerifiedSignature>;
type ActionOf<K extends Action['kind']> = Extract<Action, { kind: K }>;

type ActionOutcome =
  | { readonly kind: 'applied'; readonly state: IdentityState }
  | { readonly kind: 'refused'; readonly reason: IdentityRefusal };

const refuse = (reason: IdentityRefusal): ActionOutcome => ({ kind: 'refused', reason });
const applied = (state: IdentityState): ActionOutcome => ({ kind: 'applied', state });

/** One action on a state: the rules of XIP-46 in the order in which the reference client asks them. */
export const applyAction = (
  state: IdentityState | undefined,
  action: Action,
  clientTimestampNs: bigint,
): ActionOutcome => {
  if (action.kind === 'createInbox') {
    return state === undefined ? createInbox(action) : refuse('alreadyCreated');
  }
  if (state === undefined) return refuse('notCreated');
  switch (action.kind) {
    case 'addMember':
      return addMember(state, action, clientTimestampNs);
    case 'revokeMember':
      return byRecovery(state, action.recoverySignature, () => removeMember(state, action.member));
    case 'changeRecovery':
      return byRecovery(state, action.recoverySignature, () => ({ ...state, recovery: action.recovery }));
  }
};

const createInbox = ({ owner, nonce, ownerSignature }: ActionOf<'createInbox'>): ActionOutcome => {
  if (!sameMember(ownerSignature.signer, owner)) return refuse('unknownSigner');
  if (!fitsRole(owner, ownerSignature.kind)) return refuse('wrongSignatureKind');
  if (ownerSignature.kind === 'legacyDelegated' && nonce !== 0n) return refuse('legacyKeyNotAllowed');
  const inboxId = inboxIdOf(owner, nonce);
  if (inboxId === undefined) return refuse('malformed');
  const { chainId, isVerified } = ownerSignature;
  const member: IdentityMember = {
    identifier: owner,
    ...(chainId === undefined ? {} : { chainId }),
    isVerified,
  };
  return applied({ inboxId, recovery: owner, members: [member], seenSignatures: [], isVerified });
};

const addMember = (
  state: IdentityState,
  action: ActionOf<'addMember'>,
  clientTimestampNs: bigint,
): ActionOutcome => {
  const { member, existingMemberSignature: existing, newMemberSignature: added } = action;
  if (isReplayed(state, existing) || isReplayed(state, added)) return refuse('replayed');
  if (!sameMember(added.signer, member)) return refuse('signerIsNotNewMember');
  if (sameMember(added.signer, existing.signer)) return refuse('addsItself');
  if (usesLegacyKeyElsewhere(state, existing, added)) return refuse('legacyKeyNotAllowed');
  if (!fitsRole(member, added.kind)) return refuse('wrongSignatureKind');

  const existingMember = findMember(state, existing.signer);
  if (existingMember === undefined) {
    // The recovery identifier may add without being a member, with a real wallet's signature.
    if (!sameMember(existing.signer, state.recovery)) return refuse('unknownSigner');
    if (existing.kind === 'legacyDelegated') return refuse('legacyKeyNotAllowed');
  } else if (existingMember.chainId !== existing.chainId) {
    return refuse('otherChain');
  }
  const addedBy = existingMember?.identifier ?? state.recovery;
  if (!fitsRole(addedBy, existing.kind)) return refuse('wrongSignatureKind');
  if (addedBy.kind === 'installation' && member.kind === 'installation') {
    return refuse('installationAddsInstallation');
  }

  const isVerified =
    existing.isVerified && added.isVerified && (existingMember === undefined || existingMember.isVerified);
  const newMember: IdentityMember = {
    identifier: added.signer,
    addedBy,
    clientTimestampNs,
    ...(added.chainId === undefined ? {} : { chainId: added.chainId }),
    isVerified,
  };
  const others = state.members.filter(({ identifier }) => !sameMember(identifier, member));
  return applied({
    ...state,
    members: [...others, newMember],
    isVerified: state.isVerified && isVerified,
  });
};

/** What only the recovery identifier may do. */
const byRecovery = (
  state: IdentityState,
  signature: VerifiedSignature,
  change: () => IdentityState,
): ActionOutcome => {
  if (isReplayed(state, signature)) return refuse('replayed');
  const signer = findMember(state, signature.signer);
  if (signer !== undefined && signer.chainId !== signature.chainId) return refuse('otherChain');
  if (signature.kind === 'legacyDelegated') return refuse('wrongSignatureKind');
  if (!sameMember(signature.signer, state.recovery)) return refuse('signerIsNotRecovery');
  const next = change();
  return applied({ ...next, isVerified: next.isVerified && signature.isVerified });
};

/** Takes a member away, and with it the installations (only those) that it added. */
const removeMember = (state: IdentityState, revoked: MemberIdentifier): IdentityState => ({
  ...state,
  members: state.members.filter(
    ({ identifier, addedBy }) =>
      !sameMember(identifier, revoked) &&
      !(identifier.kind === 'installation' && addedBy !== undefined && sameMember(addedBy, revoked)),
  ),
});

const isReplayed = (state: IdentityState, signature: VerifiedSignature): boolean =>
  state.seenSignatures.includes(signature.replayKey);

/** A key of the first protocol may act only in the inbox that its wallet's address has with nonce 0. */
const usesLegacyKeyElsewhere = (
  state: IdentityState,
  existing: VerifiedSignature,
  added: VerifiedSignature,
): boolean => {
  if (existing.kind !== 'legacyDelegated' && added.kind !== 'legacyDelegated') return false;
  return isOwner(existing.signer) && state.inboxId !== inboxIdOf(existing.signer, 0n);
};

const isOwner = (identifier: MemberIdentifier): identifier is OwnerIdentifier =>
  identifier.kind !== 'installation';

const fitsRole = (role: MemberIdentifier, kind: SignatureKind): boolean => {
  switch (role.kind) {
    case 'address':
      return kind === 'erc191' || kind === 'erc1271' || kind === 'legacyDelegated';
    case 'installation':
      return kind === 'installationKey';
    case 'passkey':
      return kind === 'passkey';
  }
};
