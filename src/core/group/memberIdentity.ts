import type { GroupMembership } from './groupMembership.ts';
import { emptyIdentityLog, type IdentityLookup, type IdentityRequest } from './identityLookup.ts';
import { asStoredSequenceId, needsFetch } from './installationDiff.ts';

interface ClaimedInstallation {
  readonly inboxId: string;
  readonly installationId: string;
}

export type IdentityVerdict =
  | { readonly kind: 'valid' }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'needsIdentity'; readonly requests: readonly IdentityRequest[] };

/**
 * Whether installations belong to the inboxes they claim, as of the update that the membership after a commit lists.
 *
 * The placeholder 0 means "the latest update" only where it was 0 before too, else whoever writes the membership could choose that
 * each receiver looks at another state.
 */
export const checkInstallations = (
  claims: readonly ClaimedInstallation[],
  before: GroupMembership,
  after: GroupMembership,
  identity: IdentityLookup,
): IdentityVerdict => {
  const requests: IdentityRequest[] = [];
  let isValid = true;
  for (const { inboxId, installationId } of claims) {
    const listed = after.members.get(inboxId);
    if (listed === undefined) return { kind: 'invalid' };
    const isPlaceholder = listed === 0n && before.members.get(inboxId) === 0n;
    const log = identity(inboxId) ?? { ...emptyIdentityLog, isFresh: false };
    const wanted = isPlaceholder ? log.sequenceIds.at(-1) : asStoredSequenceId(listed);
    if (wanted === undefined ? !log.isFresh : needsFetch(log, wanted)) {
      requests.push({ inboxId, sequenceId: wanted ?? 'latest' });
    } else if (wanted === undefined || !log.sequenceIds.includes(wanted)) {
      isValid = false;
    } else {
      isValid &&= log.installationsAt(wanted)?.has(installationId) === true;
    }
  }
  if (requests.length > 0) return { kind: 'needsIdentity', requests };
  return { kind: isValid ? 'valid' : 'invalid' };
};

/**
 * Whether the leaf that signed a message is, or once was, an installation of the inbox it claims. A commit's path may carry another
 * credential than before, which no client checks: its author stays in the group but must not speak for another inbox.
 *
 * Which update the membership lists does not matter here: any member may list one that does not exist, and that must not silence the
 * member it is listed for.
 */
export const checkSender = (sender: ClaimedInstallation, identity: IdentityLookup): IdentityVerdict => {
  const log = identity(sender.inboxId);
  const isKnown = log?.sequenceIds
    .toReversed()
    .some((id) => log.installationsAt(id)?.has(sender.installationId));
  if (isKnown === true) return { kind: 'valid' };
  if (log?.isFresh === true) return { kind: 'invalid' };
  return { kind: 'needsIdentity', requests: [{ inboxId: sender.inboxId, sequenceId: 'latest' }] };
};
