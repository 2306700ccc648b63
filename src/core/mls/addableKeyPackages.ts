import { isWalletInboxError } from '../errors.ts';
import { applyProposals } from './applyProposals.ts';
import type { GroupState } from './groupState.ts';
import type { KeyPackage } from './keyPackage.ts';
import { checkUniqueKeys } from './validateTree.ts';

/**
 * Which of these key packages can be added to the group together: those that lack what the group asks for, or use a
 * key that is there already, are left out, so that one of them does not keep the others out.
 */
export function addableKeyPackages(
  state: GroupState,
  keyPackages: readonly KeyPackage[],
): ReadonlySet<KeyPackage> {
  const fits = (list: readonly KeyPackage[]): boolean => {
    const adds = list.map((keyPackage) => ({
      proposal: { kind: 'add', keyPackage } as const,
      sender: state.ownLeafIndex,
      byReference: false,
    }));
    try {
      checkUniqueKeys(applyProposals(state, adds, state.ownLeafIndex, {}).tree);
      return true;
    } catch (error) {
      if (!isWalletInboxError(error)) throw error;
      return false;
    }
  };
  if (fits(keyPackages)) return new Set(keyPackages);
  const chosen: KeyPackage[] = [];
  for (const keyPackage of keyPackages) {
    if (fits([...chosen, keyPackage])) chosen.push(keyPackage);
  }
  return new Set(chosen);
}
