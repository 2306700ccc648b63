import { isWalletInboxError, WalletInboxError } from '../../errors.ts';
import type { CustomProposalHandler } from '../../mls/customProposal.ts';
import type { Extension } from '../../mls/extension.ts';
import { readDictionary, withDictionary } from './appDataDictionary.ts';
import { type AppDataUpdate, appDataUpdateProposalType, decodeAppDataUpdate } from './appDataUpdate.ts';
import { applyUpdate } from './componentKind.ts';
import { readRegistry } from './componentRegistry.ts';

/**
 * The extensions after the updates of a commit, in its order: two updates of one component build on each other.
 *
 * @throws Codec.Malformed
 */
export const applyUpdates = (
  extensions: readonly Extension[],
  updates: readonly AppDataUpdate[],
): readonly Extension[] => {
  if (updates.length === 0) return extensions;
  const registry = readRegistry(extensions);
  const dictionary = new Map(readDictionary(extensions));
  for (const update of updates) {
    const value = applyUpdate(update, dictionary.get(update.componentId), registry);
    if (value === undefined) dictionary.delete(update.componentId);
    else dictionary.set(update.componentId, value);
  }
  return withDictionary(extensions, dictionary);
};

/** Gives AppDataUpdate proposals their meaning; who may make them is for commitValidation to say. */
export const appDataHandler: CustomProposalHandler = {
  proposalType: appDataUpdateProposalType,
  requiresPath: false,
  transformExtensions(extensions, bodies) {
    try {
      return applyUpdates(extensions, bodies.map(decodeAppDataUpdate));
    } catch (cause) {
      if (!isWalletInboxError(cause, 'Codec.Malformed')) throw cause;
      const details = { reason: 'malformedAppData' };
      throw new WalletInboxError('Mls.InvalidCommit', 'An update of app data does not fit.', {
        cause,
        details,
      });
    }
  },
};
