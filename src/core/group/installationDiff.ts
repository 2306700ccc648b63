import { diffGroupMembership, type GroupMembership, type MembershipDiff } from './groupMembership.ts';
import {
  emptyIdentityLog,
  type IdentityLogView,
  type IdentityLookup,
  type IdentityRequest,
} from './identityLookup.ts';

/** Installations (hex) that a change of membership should add to and remove from the ratchet tree. */
export type InstallationDiff =
  | {
      readonly kind: 'diff';
      readonly added: ReadonlySet<string>;
      readonly removed: ReadonlySet<string>;
      /** Added installations by the inbox they belong to. */
      readonly addedByInbox: ReadonlyMap<string, readonly string[]>;
    }
  | { readonly kind: 'needsIdentity'; readonly requests: readonly IdentityRequest[] }
  /** A membership names an update that does not exist, or a log that is invalid. */
  | { readonly kind: 'invalid'; readonly inboxId: string };

/** libxmtp keeps these numbers as signed 64-bit integers; a hostile one beyond that is negative there. */
export const asStoredSequenceId = (sequenceId: bigint): bigint => BigInt.asIntN(64, sequenceId);

/** Whether the log has to be fetched before one may say that it does not hold `sequenceId`. */
export const needsFetch = (log: IdentityLogView | undefined, sequenceId: bigint): boolean =>
  log?.isFresh !== true && (log?.sequenceIds.at(-1) ?? 0n) < sequenceId;

type InboxDiff = { readonly added: readonly string[]; readonly removed: readonly string[] } | undefined;

/**
 * What should change in the tree when the membership goes from `before` to `after`, from the members' identity logs.
 *
 * Mirrors libxmtp's `get_installation_diff`: 0 stands for "nothing yet" only as the old value of an inbox that stays, since whoever
 * adds an inbox at 0 would let each receiver look at another state. An update to an id beyond the log's end changes nothing.
 */
export const installationDiff = (
  before: GroupMembership,
  after: GroupMembership,
  identity: IdentityLookup,
): InstallationDiff => {
  const diff = diffGroupMembership(before, after);
  const requests = missingLogs(before, after, diff, identity);
  if (requests.length > 0) return { kind: 'needsIdentity', requests };

  const added = new Set<string>();
  const removed = new Set<string>();
  const addedByInbox = new Map<string, readonly string[]>();
  const changes = [
    ...diff.addedInboxIds.map((inboxId) => [inboxId, diffOfAdded] as const),
    ...diff.updatedInboxIds.map((inboxId) => [inboxId, diffOfUpdated] as const),
    ...diff.removedInboxIds.map((inboxId) => [inboxId, diffOfRemoved] as const),
  ];
  for (const [inboxId, diffOf] of changes) {
    const from = asStoredSequenceId(before.members.get(inboxId) ?? 0n);
    const to = asStoredSequenceId(after.members.get(inboxId) ?? 0n);
    const one = diffOf(identity(inboxId) ?? emptyIdentityLog, from, to);
    if (one === undefined) return { kind: 'invalid', inboxId };
    for (const installationId of one.added) added.add(installationId);
    for (const installationId of one.removed) removed.add(installationId);
    if (one.added.length > 0) addedByInbox.set(inboxId, one.added);
  }
  return { kind: 'diff', added, removed, addedByInbox };
};

const missingLogs = (
  before: GroupMembership,
  after: GroupMembership,
  diff: MembershipDiff,
  identity: IdentityLookup,
): readonly IdentityRequest[] => {
  const wanted = [
    ...[...diff.addedInboxIds, ...diff.updatedInboxIds].map((inboxId) => ({
      inboxId,
      sequenceId: asStoredSequenceId(after.members.get(inboxId) ?? 0n),
    })),
    ...diff.removedInboxIds.map((inboxId) => ({
      inboxId,
      sequenceId: asStoredSequenceId(before.members.get(inboxId) ?? 0n),
    })),
  ];
  return wanted.filter(({ inboxId, sequenceId }) => needsFetch(identity(inboxId), sequenceId));
};

const stateAt = (log: IdentityLogView, sequenceId: bigint): ReadonlySet<string> | undefined =>
  log.sequenceIds.includes(sequenceId) ? log.installationsAt(sequenceId) : undefined;

const diffOfAdded = (log: IdentityLogView, _from: bigint, to: bigint): InboxDiff => {
  const state = stateAt(log, to);
  return state && { added: [...state], removed: [] };
};

const diffOfRemoved = (log: IdentityLogView, from: bigint): InboxDiff => {
  const state = stateAt(log, from);
  return state && { added: [], removed: [...state] };
};

const diffOfUpdated = (log: IdentityLogView, from: bigint, to: bigint): InboxDiff => {
  if (from === 0n) return diffOfAdded(log, from, to);
  const start = stateAt(log, from);
  if (start === undefined) return undefined;
  const last = log.sequenceIds.filter((sequenceId) => sequenceId > from && sequenceId <= to).at(-1);
  if (last === undefined) return { added: [], removed: [] };
  if (last !== to) return undefined;
  const end = log.installationsAt(to);
  if (end === undefined) return undefined;
  return {
    added: [...end].filter((installationId) => !start.has(installationId)),
    removed: [...start].filter((installationId) => !end.has(installationId)),
  };
};
