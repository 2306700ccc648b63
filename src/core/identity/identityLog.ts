import { hexToBytes } from '../bytes/hex.ts';
import type { IdentityLogEntry } from '../ports.ts';
import { applyIdentityUpdate } from './applyIdentityUpdate.ts';
import type { IdentityRefusal } from './identityRefusal.ts';
import { findMember, type IdentityMember, type IdentityState } from './identityState.ts';
import { type MemberIdentifier, type OwnerIdentifier, sameMember } from './memberIdentifier.ts';
import type { SignatureOptions } from './verifySignature.ts';

/** What one verified update changed. */
export interface IdentityStep {
  readonly sequenceId: bigint;
  readonly serverTimestampNs: bigint;
  /** New members, and members whose facts changed. */
  readonly added: readonly IdentityMember[];
  readonly removed: readonly MemberIdentifier[];
  readonly recovery: OwnerIdentifier;
  readonly signatures: readonly string[];
  readonly isVerified: boolean;
}

/**
 * The verified log of an inbox: plain data that may be stored, so that no signature is checked twice.
 *
 * A log with `refused` holds what came before a bad update. The reference client cannot use such an inbox from there
 * on, nor do we; it should be fetched anew rather than stored, since a node that lied once may be corrected.
 */
export interface IdentityLog {
  readonly inboxId: string;
  readonly steps: readonly IdentityStep[];
  readonly refused?: { readonly sequenceId: bigint; readonly reason: IdentityRefusal };
}

export const emptyIdentityLog = (inboxId: string): IdentityLog => ({ inboxId, steps: [] });

/**
 * The log with the entries that it does not hold yet, verified one after the other up to the first bad one.
 *
 * @param entries in ascending order, as the node gives them; those at or before our newest are skipped
 * @throws only what `verifySmartContract` throws
 */
export const extendIdentityLog = async (
  log: IdentityLog,
  entries: readonly IdentityLogEntry[],
  options: SignatureOptions = {},
): Promise<IdentityLog> => {
  if (log.refused !== undefined) return log;
  const steps = [...log.steps];
  let state = fold(log.inboxId, steps);
  for (const { sequenceId, serverTimestampNs, update } of entries) {
    if (sequenceId <= (steps.at(-1)?.sequenceId ?? 0n)) continue;
    const outcome = await applyIdentityUpdate(state, update, options);
    if (outcome.kind === 'refused') {
      return { inboxId: log.inboxId, steps, refused: { sequenceId, reason: outcome.reason } };
    }
    if (outcome.state.inboxId !== log.inboxId) {
      return { inboxId: log.inboxId, steps, refused: { sequenceId, reason: 'wrongInboxId' } };
    }
    steps.push(stepBetween(state, outcome.state, sequenceId, serverTimestampNs));
    state = outcome.state;
  }
  return { inboxId: log.inboxId, steps };
};

/** The sequence id of the last good update: what GroupMembership lists for an inbox. */
export const newestSequenceId = (log: IdentityLog): bigint | undefined => log.steps.at(-1)?.sequenceId;

/**
 * `missing`: the node has not given us an update with exactly that id; fetch and ask again.
 * `refused`: that update, or one before it, breaks a rule; this is for good.
 */
export type IdentityLookup<T> =
  | ({ readonly kind: 'found' } & T)
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly reason: IdentityRefusal };

/**
 * Who belonged to the inbox right after an update.
 *
 * @param sequenceId of an update that exists, exactly, as the reference client asks; the newest when left out
 */
export const identityStateAt = (
  log: IdentityLog,
  sequenceId?: bigint,
): IdentityLookup<{ readonly state: IdentityState; readonly sequenceId: bigint }> => {
  const { refused } = log;
  if (refused !== undefined && (sequenceId === undefined || sequenceId >= refused.sequenceId)) {
    return { kind: 'refused', reason: refused.reason };
  }
  const until =
    sequenceId === undefined
      ? log.steps.length - 1
      : log.steps.findIndex((step) => step.sequenceId === sequenceId);
  const last = log.steps[until];
  const state = fold(log.inboxId, log.steps.slice(0, until + 1));
  if (last === undefined || state === undefined) return { kind: 'missing' };
  return { kind: 'found', state, sequenceId: last.sequenceId };
};

/**
 * The installations that came and went between two updates, for the validation of a commit.
 *
 * @param fromSequenceId 0 for "from nothing"
 * @param toSequenceId a lower one than `fromSequenceId` gives no change, as in the reference client
 */
export const installationDiff = (
  log: IdentityLog,
  fromSequenceId: bigint,
  toSequenceId: bigint,
): IdentityLookup<{ readonly added: readonly Uint8Array[]; readonly removed: readonly Uint8Array[] }> => {
  const from = fromSequenceId === 0n ? undefined : identityStateAt(log, fromSequenceId);
  if (from !== undefined && from.kind !== 'found') return from;
  if (toSequenceId <= fromSequenceId) return { kind: 'found', added: [], removed: [] };
  const to = identityStateAt(log, toSequenceId);
  if (to.kind !== 'found') return to;
  return {
    kind: 'found',
    added: installationsOnlyIn(to.state, from?.state),
    removed: from === undefined ? [] : installationsOnlyIn(from.state, to.state),
  };
};

const installationsOnlyIn = (state: IdentityState, other: IdentityState | undefined): Uint8Array[] =>
  state.members
    .map((member) => member.identifier)
    .filter((identifier) => identifier.kind === 'installation')
    .filter((identifier) => other === undefined || findMember(other, identifier) === undefined)
    .map((identifier) => hexToBytes(identifier.id));

const stepBetween = (
  before: IdentityState | undefined,
  after: IdentityState,
  sequenceId: bigint,
  serverTimestampNs: bigint,
): IdentityStep => ({
  sequenceId,
  serverTimestampNs,
  added: after.members.filter((member) => before?.members.includes(member) !== true),
  removed: (before?.members ?? [])
    .filter((member) => !after.members.includes(member))
    .map((member) => member.identifier),
  recovery: after.recovery,
  signatures: after.seenSignatures.slice(before?.seenSignatures.length ?? 0),
  isVerified: after.isVerified,
});

const fold = (inboxId: string, steps: readonly IdentityStep[]): IdentityState | undefined => {
  const last = steps.at(-1);
  if (last === undefined) return undefined;
  let members: readonly IdentityMember[] = [];
  for (const step of steps) {
    members = [
      ...members.filter(({ identifier }) => !step.removed.some((removed) => sameMember(removed, identifier))),
      ...step.added,
    ];
  }
  return {
    inboxId,
    recovery: last.recovery,
    members,
    seenSignatures: steps.flatMap((step) => step.signatures),
    isVerified: last.isVerified,
  };
};
