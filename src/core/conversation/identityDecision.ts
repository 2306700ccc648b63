import { WalletInboxError } from '../errors.ts';
import type { IdentityLookup, IdentityRequest } from '../group/identityLookup.ts';
import type { IdentityLogs } from './identityLogs.ts';

interface NeedsIdentity {
  readonly kind: 'needsIdentity';
  readonly requests: readonly IdentityRequest[];
}

/** A decision asks for a few more inboxes at a time; this many rounds mean that it asks in circles. */
const maxRounds = 64;

/**
 * Takes a decision that depends on identity logs: asks, fetches what it lacks, asks again. A log that could not be
 * fetched is an error (retryable), never an answer: deciding on missing data would fork the group.
 */
export async function decideWithIdentity<R extends { readonly kind: string }>(
  identityLogs: IdentityLogs,
  decide: (identity: IdentityLookup) => R | NeedsIdentity,
): Promise<R> {
  const fresh = new Set<string>();
  for (let round = 0; round < maxRounds; round += 1) {
    const result = decide(identityLogs.lookup(fresh));
    if (!isNeedsIdentity(result)) return result;
    await identityLogs.supply(result.requests, fresh);
  }
  throw new WalletInboxError('Node.InvalidResponse', 'The identity logs of a group could not be settled.');
}

function isNeedsIdentity(result: { readonly kind: string }): result is NeedsIdentity {
  return result.kind === 'needsIdentity';
}
