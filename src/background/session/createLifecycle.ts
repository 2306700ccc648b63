/** The life of the account in this browser: empty -> unlocked <-> locked -> deleted; and what runs in each state. */
import type { AppStateView } from '../../bridge/appStateView.ts';
import type { NetworkChoice } from '../../bridge/network.ts';
import type { Clock, Logger } from '../../core/ports.ts';
import { createMutex } from '../platform/createMutex.ts';
import { errorFacts } from '../platform/errorFacts.ts';
import type { StorageArea } from '../platform/storageArea.ts';
import type { AccountSecret } from '../vault/accountSecret.ts';
import type { OpenVault, Vault } from '../vault/createVault.ts';
import type { VaultRecord } from '../vault/vaultRecord.ts';
import { toWireError } from '../views/toWireError.ts';
import type { LockedWatcher } from '../watch/createLockedWatcher.ts';
import type { WatchListKeeper } from '../watch/createWatchListKeeper.ts';
import type { Session } from './createSession.ts';
import type { KeepAlive } from './keepAlive.ts';
import { nodeUrlOf } from './nodeUrlOf.ts';
import type { OpenedInbox } from './openedInbox.ts';
import type { SettingsStore } from './settingsStore.ts';

/** Kept in memory across the worker's lives: when a person last used a window. */
const lastUseKey = 'session.lastUseMs';

/** Ticks come every 30 s: a longer gap between two of one life means that the machine slept. */
const sleepGapMs = 90_000;

export interface Lifecycle {
  /** Reads what is there and takes up where the last life of the worker ended. Idempotent; never throws. */
  boot(): Promise<void>;
  state(): Promise<AppStateView>;
  create(input: {
    readonly secret: AccountSecret;
    readonly password: string;
    readonly network: NetworkChoice;
  }): Promise<void>;
  unlock(password: string): Promise<void>;
  lock(): Promise<void>;
  /** Deletes everything of the account from this browser. */
  reset(): Promise<void>;
  /** A person used a window. */
  touch(): Promise<void>;
  /** The alarm, every 30 s: reopens what broke, locks what was left alone. */
  tick(): Promise<void>;
  /** The open account's record and store, for the watch list. */
  opened(): { readonly record: VaultRecord; readonly inbox: OpenedInbox } | undefined;
}

export interface LifecycleDeps {
  readonly vault: Vault;
  readonly session: Session;
  readonly settings: SettingsStore;
  readonly lockedWatcher: LockedWatcher;
  readonly watchList: WatchListKeeper;
  readonly keepAlive: KeepAlive;
  readonly memory: StorageArea;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Opens the store of a vault and registers its inbox on the network where that was not done yet. */
  readonly openInbox: (vault: OpenVault) => Promise<OpenedInbox>;
  readonly destroyStore: (accountId: string) => Promise<void>;
  /** Deletes stores that belong to no vault: a creation that was cut off. */
  readonly destroyStrayStores: (keepAccountId: string | undefined) => Promise<void>;
  /** Whether the alarm is wanted. */
  readonly setAlarm: (isOn: boolean) => Promise<void>;
  /** The phase may have changed. */
  readonly onChange: () => void;
}

export function createLifecycle(deps: LifecycleDeps): Lifecycle {
  const { vault, session, settings, lockedWatcher, watchList, keepAlive, memory, clock, logger } = deps;
  const exclusive = createMutex();
  let record: VaultRecord | undefined;
  let isUnlocked = false;
  let recordFailure: unknown;
  let booting: Promise<void> | undefined;
  let lastTickMs: number | undefined;

  const touch = () => memory.set(lastUseKey, clock.nowMs());

  const enterUnlocked = async (open: OpenVault) => {
    await lockedWatcher.stop();
    record = open.record;
    isUnlocked = true;
    keepAlive.hold('account');
    await deps.setAlarm(true);
  };

  const enterLocked = async () => {
    isUnlocked = false;
    if (record === undefined) return;
    keepAlive.hold('account');
    await deps.setAlarm(true);
    await lockedWatcher.start(record.accountId);
  };

  const enterEmpty = async () => {
    record = undefined;
    isUnlocked = false;
    keepAlive.release('account');
    await deps.setAlarm(false);
  };

  const lock = async () => {
    if (!isUnlocked) return;
    // The key first: whatever fails after this line, the next life of the worker finds the vault locked.
    await vault.lock();
    await watchList.flush();
    isUnlocked = false;
    await session.close();
    await enterLocked();
    logger.info('vault.locked');
    deps.onChange();
  };

  const start = async () => {
    await settings.load();
    try {
      record = await vault.read();
    } catch (error) {
      recordFailure = error;
      logger.error('vault.unreadable', errorFacts(error));
      return;
    }
    if (record === undefined) {
      await enterEmpty();
      await deps.destroyStrayStores(undefined);
      return;
    }
    const open = await vault.restore();
    if (open === undefined) await enterLocked();
    else {
      await enterUnlocked(open);
      session.open(open).catch(() => undefined);
    }
  };

  const boot = () => {
    booting ??= exclusive(start)
      .catch((error: unknown) => logger.error('worker.bootFailed', errorFacts(error)))
      .then(deps.onChange);
    return booting;
  };

  /** After the boot, and one at a time: a change of the state must not meet a half-read state. */
  const change = async <T>(task: () => Promise<T>): Promise<T> => {
    await boot();
    return exclusive(task);
  };

  const lockIfLeftAlone = async () => {
    const { autoLockMinutes } = settings.get();
    if (!isUnlocked || autoLockMinutes === 0) return;
    const lastUse = await memory.get(lastUseKey);
    if (typeof lastUse !== 'number') return touch();
    if (clock.nowMs() - lastUse >= autoLockMinutes * 60_000) await lock();
  };

  return {
    boot,
    async state() {
      await boot();
      const current = session.state();
      const base = { settings: settings.get(), ...(record === undefined ? {} : { network: record.network }) };
      const stopped = { kind: 'stopped' as const };
      if (recordFailure !== undefined) {
        return { ...base, phase: 'locked', connection: stopped, failure: toWireError(recordFailure) };
      }
      if (record === undefined) return { ...base, phase: 'empty', connection: stopped };
      if (!isUnlocked) return { ...base, phase: 'locked', connection: stopped };
      if (current.kind !== 'open') {
        const failure = current.kind === 'opening' ? current.failure : undefined;
        const connection = { kind: 'connecting' as const };
        return failure === undefined
          ? { ...base, phase: 'opening', connection }
          : { ...base, phase: 'opening', connection: stopped, failure: toWireError(failure) };
      }
      const { address, inboxId, installationId, connection } = current.inbox.client;
      return {
        ...base,
        phase: 'ready',
        account: { address: address.toLowerCase(), inboxId, installationId },
        connection: connection.get(),
      };
    },
    create: ({ secret, password, network }) =>
      change(async () => {
        const url = nodeUrlOf(network);
        const prepared = await vault.prepare({ secret, password, network: { name: network.name, url } });
        keepAlive.hold('creating');
        try {
          const inbox = await deps.openInbox(prepared);
          // Only a registered account is kept: what was cut off before this line leaves no half of an account.
          await vault.keep(prepared);
          await touch();
          await enterUnlocked(prepared);
          session.adopt(prepared, inbox);
        } catch (error) {
          await deps.destroyStore(prepared.record.accountId).catch(() => undefined);
          throw error;
        } finally {
          keepAlive.release('creating');
        }
        logger.info('vault.created');
        deps.onChange();
        watchList.schedule();
      }),
    unlock: (password) =>
      change(async () => {
        if (isUnlocked) return;
        const open = await vault.unlock(password);
        await touch();
        await enterUnlocked(open);
        logger.info('vault.unlocked');
        session.open(open).catch(() => undefined);
        deps.onChange();
      }),
    lock: () => change(lock),
    reset: () =>
      change(async () => {
        const accountId = record?.accountId;
        await vault.lock();
        await lockedWatcher.stop();
        await session.close();
        await vault.destroy();
        recordFailure = undefined;
        await watchList.clear();
        await settings.clear();
        if (accountId !== undefined) await deps.destroyStore(accountId);
        await deps.destroyStrayStores(undefined);
        await enterEmpty();
        logger.info('vault.destroyed');
        deps.onChange();
      }),
    touch,
    async tick() {
      await change(lockIfLeftAlone);
      session.nudge();
      lockedWatcher.nudge();
      const nowMs = clock.nowMs();
      if (lastTickMs !== undefined && nowMs - lastTickMs > sleepGapMs) session.catchUp();
      lastTickMs = nowMs;
    },
    opened() {
      const current = session.state();
      return record !== undefined && current.kind === 'open' ? { record, inbox: current.inbox } : undefined;
    },
  };
}
