import { bytesToHex } from '../bytes/hex.ts';
import type { IdentityUpdate } from '../gen/identity/associations/association_pb.js';
import { applyAction } from './applyAction.ts';
import type { ClaimedSignature, SignedAction } from './identityAction.ts';
import type { IdentityRefusal } from './identityRefusal.ts';
import type { IdentityState } from './identityState.ts';
import { readIdentityUpdate } from './readIdentityUpdate.ts';
import { signatureText } from './signatureText.ts';
import { type SignatureOptions, type VerifiedSignature, verifySignature } from './verifySignature.ts';

export type IdentityUpdateOutcome =
  | { readonly kind: 'applied'; readonly state: IdentityState }
  | { readonly kind: 'refused'; readonly reason: IdentityRefusal };

/**
 * One update of an identity log (XIP-46), whole or not at all. The old state stays as it was.
 *
 * @param state the state before, `undefined` at the start of the log
 * @throws only what `verifySmartContract` throws
 */
export const applyIdentityUpdate = async (
  state: IdentityState | undefined,
  update: IdentityUpdate,
  options: SignatureOptions = {},
): Promise<IdentityUpdateOutcome> => {
  const refuse = (reason: IdentityRefusal): IdentityUpdateOutcome => ({ kind: 'refused', reason });
  const read = readIdentityUpdate(update);
  if (read === undefined) return refuse('malformed');

  // Every signature must hold before any action counts. A wallet's signature often stands in two roles: check it once.
  const text = signatureText(read);
  const checked = new Map<string, Promise<VerifiedSignature | undefined>>();
  const verify = (claimed: ClaimedSignature): Promise<VerifiedSignature | undefined> => {
    if (claimed.kind !== 'erc191') return verifySignature(claimed, text, options);
    const name = bytesToHex(claimed.bytes);
    const result = checked.get(name) ?? verifySignature(claimed, text, options);
    checked.set(name, result);
    return result;
  };

  let next = state;
  const used: string[] = [];
  const actions: SignedAction<VerifiedSignature>[] = [];
  for (const action of read.actions) {
    const verifiedAction = await verifyAction(action, verify);
    if (verifiedAction === undefined) return refuse('invalidSignature');
    actions.push(verifiedAction);
  }
  for (const action of actions) {
    const outcome = applyAction(next, action, read.clientTimestampNs);
    if (outcome.kind === 'refused') return outcome;
    next = outcome.state;
    used.push(...signaturesOf(action).map((signature) => signature.replayKey));
  }

  if (next === undefined) return refuse('notCreated');
  if (next.inboxId !== read.inboxId) return refuse('wrongInboxId');
  return {
    kind: 'applied',
    state: { ...next, seenSignatures: [...new Set([...next.seenSignatures, ...used])] },
  };
};

const signaturesOf = <S>(action: SignedAction<S>): readonly S[] => {
  switch (action.kind) {
    case 'createInbox':
      return [action.ownerSignature];
    case 'addMember':
      return [action.existingMemberSignature, action.newMemberSignature];
    default:
      return [action.recoverySignature];
  }
};

const verifyAction = async (
  action: SignedAction<ClaimedSignature>,
  verify: (claimed: ClaimedSignature) => Promise<VerifiedSignature | undefined>,
): Promise<SignedAction<VerifiedSignature> | undefined> => {
  switch (action.kind) {
    case 'createInbox': {
      const ownerSignature = await verify(action.ownerSignature);
      return ownerSignature && { ...action, ownerSignature };
    }
    case 'addMember': {
      const existingMemberSignature = await verify(action.existingMemberSignature);
      const newMemberSignature = await verify(action.newMemberSignature);
      return existingMemberSignature && newMemberSignature
        ? { ...action, existingMemberSignature, newMemberSignature }
        : undefined;
    }
    default: {
      const recoverySignature = await verify(action.recoverySignature);
      return recoverySignature && { ...action, recoverySignature };
    }
  }
};
