import { bytesToHex } from '../bytes/hex.ts';
import { type IdentityLog, identityStateAt } from '../identity/identityLog.ts';
import { installationKeysOf } from '../identity/identityState.ts';
import type { IdentityLogView } from './identityLookup.ts';

/**
 * An identity log as commits and welcomes are judged by.
 *
 * @param isFresh whether the node was asked for this log during the decision at hand
 */
export const identityLogView = (log: IdentityLog, isFresh: boolean): IdentityLogView => {
  const sequenceIds = log.steps.map(({ sequenceId }) => sequenceId);
  return {
    // An update that breaks the log exists all the same: whoever refers to it is refused, not waited for.
    sequenceIds: log.refused === undefined ? sequenceIds : [...sequenceIds, log.refused.sequenceId],
    isFresh,
    installationsAt(sequenceId) {
      const found = identityStateAt(log, sequenceId);
      if (found.kind !== 'found') return undefined;
      return new Set(installationKeysOf(found.state).map(bytesToHex));
    },
  };
};
