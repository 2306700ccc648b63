import { isWalletInboxError } from '../errors.ts';
import { identityLogView } from '../group/identityLogView.ts';
import type { IdentityLookup, IdentityRequest } from '../group/identityLookup.ts';
import {
  emptyIdentityLog,
  extendIdentityLog,
  type IdentityLog,
  identityStateAt,
  newestSequenceId,
} from '../identity/identityLog.ts';
import { addressesOf, type IdentityState } from '../identity/identityState.ts';
import type { Change } from '../ports.ts';
import type { ClientPorts } from './clientPorts.ts';

/** Verified identity logs: in memory, behind it the store, behind that the node. */
export interface IdentityLogs {
  /** What memory holds, for a pure decision. `fresh` names the inboxes that were fetched for this very decision. */
  lookup(fresh: ReadonlySet<string>): IdentityLookup;
  /** Brings what a decision lacks, from the store where that is enough; fetched inboxes are added to `fresh`. */
  supply(requests: readonly IdentityRequest[], fresh: Set<string>): Promise<void>;
  /** The newest valid state, as far as we know it without asking the node; fetched once when we know nothing. */
  newestState(inboxId: string): Promise<IdentityState | undefined>;
  /** Asks the node for what is new. */
  refresh(inboxIds: readonly string[]): Promise<void>;
}

export function createIdentityLogs(ports: ClientPorts): IdentityLogs {
  const logs = new Map<string, IdentityLog>();

  const load = async (inboxId: string): Promise<IdentityLog | undefined> => {
    const known = logs.get(inboxId);
    if (known !== undefined) return known;
    const row = await ports.database.get('identityLogs', inboxId);
    if (row !== undefined && !logs.has(inboxId)) logs.set(inboxId, row.body.log);
    return logs.get(inboxId);
  };

  const refresh = async (inboxIds: readonly string[]): Promise<void> => {
    const wanted = [...new Set(inboxIds)];
    if (wanted.length === 0) return;
    const bases = await Promise.all(
      wanted.map(async (inboxId) => {
        const log = (await load(inboxId)) ?? emptyIdentityLog(inboxId);
        // What follows a refused update is never looked at, so there is nothing to ask for.
        return { inboxId, log, afterSequenceId: newestSequenceId(log) ?? 0n };
      }),
    );
    const answers = await ports.node.getIdentityUpdates(
      bases.map(({ inboxId, afterSequenceId }) => ({ inboxId, afterSequenceId })),
    );

    const changes: Change[] = [];
    for (const { inboxId, log } of bases) {
      const entries = answers.get(inboxId) ?? [];
      const extended = entries.length === 0 ? log : await extendIdentityLog(log, entries);
      logs.set(inboxId, extended);
      if (extended === log || extended.refused !== undefined) continue;
      const body = { log: extended, fetchedMs: ports.clock.nowMs() };
      changes.push({ kind: 'put', table: 'identityLogs', record: { key: inboxId, clear: {}, body } });
    }
    // Only a cache: losing it costs another query.
    await ports.database.commit(changes, { durability: 'relaxed' });
  };

  return {
    refresh,
    lookup: (fresh) => (inboxId) => {
      const log = logs.get(inboxId);
      if (log === undefined && !fresh.has(inboxId)) return undefined;
      return identityLogView(log ?? emptyIdentityLog(inboxId), fresh.has(inboxId));
    },
    async supply(requests, fresh) {
      const toFetch = new Set<string>();
      for (const { inboxId, sequenceId } of requests) {
        if (fresh.has(inboxId) || toFetch.has(inboxId)) continue;
        const wasInMemory = logs.has(inboxId);
        const log = await load(inboxId);
        const newest = log === undefined ? undefined : newestSequenceId(log);
        const isEnough =
          !wasInMemory && sequenceId !== 'latest' && newest !== undefined && newest >= sequenceId;
        if (!isEnough) toFetch.add(inboxId);
      }
      await refresh([...toFetch]);
      for (const inboxId of toFetch) fresh.add(inboxId);
    },
    async newestState(inboxId) {
      let log = await load(inboxId);
      if (log === undefined) {
        try {
          await refresh([inboxId]);
        } catch (error) {
          if (!isWalletInboxError(error)) throw error;
          return undefined;
        }
        log = logs.get(inboxId);
      }
      if (log === undefined) return undefined;
      const found = identityStateAt(log);
      return found.kind === 'found' ? found.state : undefined;
    },
  };
}

/** The oldest Ethereum address of an inbox, for a person to recognise it by. */
export function firstAddressOf(state: IdentityState | undefined): string | undefined {
  return state === undefined ? undefined : addressesOf(state)[0];
}
