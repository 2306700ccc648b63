import type { IdentityLogView, IdentityLookup } from '../../src/core/group/identityLookup.ts';

/** Identity logs by hand: the installations (hex) of an inbox after each update. */
export class FakeIdentityLogs {
  readonly #logs = new Map<string, Map<bigint, ReadonlySet<string>>>();
  readonly #stale = new Set<string>();
  readonly #forgotten = new Set<string>();

  /** Sets what the inbox's installations are from update `sequenceId` on. */
  set(inboxId: string, sequenceId: bigint, installationIds: readonly string[]): this {
    const log = this.#logs.get(inboxId) ?? new Map<bigint, ReadonlySet<string>>();
    log.set(sequenceId, new Set(installationIds));
    this.#logs.set(inboxId, log);
    return this;
  }

  /** The lookup answers, but not freshly. */
  age(inboxId: string): this {
    this.#stale.add(inboxId);
    return this;
  }

  /** The lookup does not know the inbox until {@link fetch}. */
  forget(inboxId: string): this {
    this.#forgotten.add(inboxId);
    return this;
  }

  fetch(inboxId: string): this {
    this.#stale.delete(inboxId);
    this.#forgotten.delete(inboxId);
    return this;
  }

  readonly lookup: IdentityLookup = (inboxId): IdentityLogView | undefined => {
    const log = this.#logs.get(inboxId);
    if (log === undefined || this.#forgotten.has(inboxId)) return undefined;
    const sequenceIds = [...log.keys()].sort((left, right) => Number(left - right));
    return {
      sequenceIds,
      isFresh: !this.#stale.has(inboxId),
      installationsAt: (sequenceId) => log.get(sequenceId),
    };
  };
}
