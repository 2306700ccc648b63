import type { GetIdentityUpdatesResponse, GetInboxIdsResponse } from '../gen/identity/api/v1/identity_pb.js';
import type { IdentityLogEntry } from '../ports.ts';
import { invalidResponse } from './nodeError.ts';

const inboxIdForm = /^[0-9a-f]{64}$/;

/** Inbox ids by lower-case address, of `asked` alone. @throws Node.InvalidResponse */
export const checkInboxIds = (
  response: GetInboxIdsResponse,
  asked: ReadonlySet<string>,
): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const { identifier, inboxId } of response.responses) {
    const address = identifier.toLowerCase();
    if (!asked.has(address)) throw invalidResponse('it names an address that was not asked for');
    // Absent and empty both mean: none.
    if (inboxId === undefined || inboxId === '') continue;
    if (!inboxIdForm.test(inboxId)) throw invalidResponse('an inbox id is not 64 hex digits');
    const known = found.get(address);
    if (known !== undefined && known !== inboxId) throw invalidResponse('an address has two inboxes');
    found.set(address, inboxId);
  }
  return found;
};

/** Identity logs of the inboxes in `asked` (inbox id -> exclusive start), each rising. @throws Node.InvalidResponse */
export const checkIdentityLogs = (
  response: GetIdentityUpdatesResponse,
  asked: ReadonlyMap<string, bigint>,
): ReadonlyMap<string, readonly IdentityLogEntry[]> => {
  const logs = new Map<string, readonly IdentityLogEntry[]>();
  for (const { inboxId, updates } of response.responses) {
    let last = asked.get(inboxId);
    if (last === undefined) throw invalidResponse('it names an inbox that was not asked for');
    if (logs.has(inboxId)) throw invalidResponse('it names an inbox twice');
    const entries: IdentityLogEntry[] = [];
    for (const { sequenceId, serverTimestampNs, update } of updates) {
      if (update === undefined) throw invalidResponse('an identity update is missing');
      if (sequenceId <= last || sequenceId >= 2n ** 63n)
        throw invalidResponse('identity updates do not rise');
      last = sequenceId;
      entries.push({ sequenceId, serverTimestampNs, update });
    }
    logs.set(inboxId, entries);
  }
  return logs;
};
