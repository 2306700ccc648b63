import { expect, test } from 'vitest';
import { webRandom } from '../../core/crypto/random.ts';
import { WalletInboxError } from '../../core/errors.ts';
import { unsafeMemoryArea } from '../platform/unsafeMemoryArea.ts';
import { unsafeSilentLogger as logger } from '../platform/unsafeSilentLogger.ts';
import { unsafeFakeSites } from '../sites/unsafeFakeSites.ts';
import { createVault, type OpenVault } from '../vault/createVault.ts';
import { createLifecycle } from './createLifecycle.ts';
import { createSession } from './createSession.ts';
import type { OpenedInbox } from './openedInbox.ts';
import { createSettingsStore } from './settingsStore.ts';
import { type FakeClient, unsafeFakeClient } from './unsafeFakeClient.ts';

const privateKey = '11'.repeat(32);
const account = {
  secret: { kind: 'privateKey', privateKey },
  password: 'correct horse',
  network: { name: 'custom', url: 'http://127.0.0.1:5557' },
} as const;

/** A browser: what it holds outlives the worker. `session` and `local` are its two storages. */
function createBrowser() {
  return {
    local: unsafeMemoryArea(),
    memory: unsafeMemoryArea(),
    stores: new Set<string>(),
    nowMs: 1_000_000,
  };
}

/** One life of the worker in that browser. */
function startWorker(browser: ReturnType<typeof createBrowser>) {
  const log: string[] = [];
  const clients: FakeClient[] = [];
  let openFailure: unknown;
  let gate = Promise.resolve();
  let alarm: boolean | undefined;
  const clock = { nowMs: () => browser.nowMs };
  const settings = createSettingsStore(browser.local);
  const vault = createVault({
    local: browser.local,
    session: browser.memory,
    random: webRandom,
    clock,
    parameters: { N: 2 ** 15, r: 8, p: 1 },
  });
  const openInbox = async ({ record }: OpenVault): Promise<OpenedInbox> => {
    await gate;
    if (openFailure !== undefined) throw openFailure;
    browser.stores.add(record.accountId);
    const client = unsafeFakeClient();
    clients.push(client);
    const { store: sites } = await unsafeFakeSites({ client });
    return {
      client,
      sites,
      uploadRows: { list: async () => [], put: async () => undefined, remove: async () => undefined },
      watchPoints: async () => ({ installationKey: new Uint8Array(32), welcomeCursor: 0n, groups: [] }),
      countMessages: async () => 0,
      close: () => client.close(),
    };
  };
  const session = createSession({ openInbox, beforeStart: async () => undefined, logger });
  const reasons = new Set<string>();
  const lifecycle = createLifecycle({
    vault,
    session,
    settings,
    lockedWatcher: {
      start: async () => void log.push('watch'),
      stop: async () => void log.push('unwatch'),
      nudge: () => undefined,
    },
    watchList: {
      schedule: () => undefined,
      flush: async () => void log.push('writeWatchList'),
      clear: async () => void log.push('clearWatchList'),
    },
    keepAlive: {
      hold: (reason) => void reasons.add(reason),
      release: (reason) => void reasons.delete(reason),
    },
    memory: browser.memory,
    clock,
    logger,
    openInbox,
    destroyStore: async (accountId) => void browser.stores.delete(accountId),
    async destroyStrayStores(keep) {
      for (const id of browser.stores) if (id !== keep) browser.stores.delete(id);
    },
    setAlarm: async (isOn) => {
      alarm = isOn;
    },
    onChange: () => undefined,
  });
  return {
    lifecycle,
    session,
    settings,
    log,
    clients,
    reasons,
    alarm: () => alarm,
    /** Opening waits until the returned function is called. */
    holdOpening() {
      let release = () => {};
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
    fail: (error: unknown) => {
      openFailure = error;
    },
    phase: async () => (await lifecycle.state()).phase,
  };
}

const unreachable = () => new WalletInboxError('Node.Unreachable', 'The node did not answer.');

test('an empty browser rests: no alarm, nothing that keeps the worker awake', async () => {
  const worker = startWorker(createBrowser());
  expect(await worker.phase()).toBe('empty');
  expect([worker.alarm(), worker.reasons.size]).toEqual([false, 0]);
});

test('an account that was made is ready, streaming and kept', async () => {
  const browser = createBrowser();
  const worker = startWorker(browser);
  await worker.lifecycle.create(account);
  expect(await worker.lifecycle.state()).toMatchObject({
    phase: 'ready',
    network: { name: 'custom', url: 'http://127.0.0.1:5557' },
    account: { inboxId: '0c'.repeat(32) },
  });
  expect(worker.clients[0]?.calls).toEqual(['start']);
  expect([worker.alarm(), [...worker.reasons]]).toEqual([true, ['account']]);
});

test('a creation that fails leaves nothing and can be repeated', async () => {
  const browser = createBrowser();
  const worker = startWorker(browser);
  worker.fail(unreachable());
  await expect(worker.lifecycle.create(account)).rejects.toMatchObject({ code: 'Node.Unreachable' });
  expect([await worker.phase(), browser.local.entries.size, browser.memory.entries.size]).toEqual([
    'empty',
    0,
    0,
  ]);
  worker.fail(undefined);
  await worker.lifecycle.create(account);
  expect(await worker.phase()).toBe('ready');
});

test('a creation whose worker died leaves no store behind', async () => {
  const browser = createBrowser();
  browser.stores.add('ee'.repeat(16));
  await startWorker(browser).lifecycle.boot();
  expect(browser.stores.size).toBe(0);
});

test('a worker that died goes on unlocked; a browser that was closed is locked and watches', async () => {
  const browser = createBrowser();
  await startWorker(browser).lifecycle.create(account);

  const second = startWorker(browser);
  await second.lifecycle.boot();
  await second.session.client();
  expect(await second.phase()).toBe('ready');

  browser.memory.entries.clear();
  const third = startWorker(browser);
  expect(await third.phase()).toBe('locked');
  expect(third.log).toEqual(['watch']);
  expect(third.clients).toEqual([]);
  expect([third.alarm(), [...third.reasons]]).toEqual([true, ['account']]);
  await third.lifecycle.unlock(account.password);
  await third.session.client();
  expect(third.log).toEqual(['watch', 'unwatch']);
  expect(await third.phase()).toBe('ready');
});

test('locking takes the key first, closes the client, and shows nothing of the account', async () => {
  const browser = createBrowser();
  const worker = startWorker(browser);
  await worker.lifecycle.create(account);
  worker.log.length = 0;
  await worker.lifecycle.lock();
  expect(worker.clients[0]?.calls).toContain('close');
  expect(worker.log).toEqual(['writeWatchList', 'watch']);
  expect([...browser.memory.entries.keys()]).not.toContain('vault.dataKey');
  const state = await worker.lifecycle.state();
  expect(state.phase).toBe('locked');
  expect(state.account).toBeUndefined();
  await expect(worker.session.client()).rejects.toMatchObject({ code: 'Vault.Locked' });
});

test('a wrong password leaves the vault locked', async () => {
  const browser = createBrowser();
  const worker = startWorker(browser);
  await worker.lifecycle.create(account);
  await worker.lifecycle.lock();
  await expect(worker.lifecycle.unlock('wrong')).rejects.toMatchObject({ code: 'Vault.WrongPassword' });
  expect(await worker.phase()).toBe('locked');
});

test('left alone for the set time it locks; used in between it does not', async () => {
  const browser = createBrowser();
  const worker = startWorker(browser);
  await worker.lifecycle.create(account);
  await worker.settings.update({ autoLockMinutes: 10 });
  browser.nowMs += 9 * 60_000;
  await worker.lifecycle.touch();
  browser.nowMs += 9 * 60_000;
  await worker.lifecycle.tick();
  expect(await worker.phase()).toBe('ready');
  // The time runs on over the worker's death.
  const next = startWorker(browser);
  await next.lifecycle.boot();
  browser.nowMs += 60_000;
  await next.lifecycle.tick();
  expect(await next.phase()).toBe('locked');
});

test('each alarm wakes the streams; one after a sleep also fetches what waits', async () => {
  const browser = createBrowser();
  const worker = startWorker(browser);
  await worker.lifecycle.create(account);
  for (const passedMs of [30_000, 30_000, 3_600_000]) {
    browser.nowMs += passedMs;
    await worker.lifecycle.touch();
    await worker.lifecycle.tick();
  }
  expect(worker.clients[0]?.calls).toEqual(['start', 'nudge', 'nudge', 'nudge', 'syncAll']);
});

test('with auto-lock off it never locks by itself', async () => {
  const browser = createBrowser();
  const worker = startWorker(browser);
  await worker.lifecycle.create(account);
  await worker.settings.update({ autoLockMinutes: 0 });
  browser.nowMs += 30 * 24 * 3_600_000;
  await worker.lifecycle.tick();
  expect(await worker.phase()).toBe('ready');
});

test('a client that does not open says why, and the alarm tries again', async () => {
  const browser = createBrowser();
  await startWorker(browser).lifecycle.create(account);
  const worker = startWorker(browser);
  worker.fail(unreachable());
  await worker.lifecycle.boot();
  await expect(worker.session.client()).rejects.toMatchObject({ code: 'Node.Unreachable' });
  expect(await worker.lifecycle.state()).toMatchObject({
    phase: 'opening',
    failure: { code: 'Node.Unreachable', retryable: true },
  });
  worker.fail(undefined);
  await worker.lifecycle.tick();
  await worker.session.client();
  expect(await worker.phase()).toBe('ready');
});

test('locked while opening: what opens late is closed again', async () => {
  const browser = createBrowser();
  await startWorker(browser).lifecycle.create(account);
  const worker = startWorker(browser);
  const release = worker.holdOpening();
  await worker.lifecycle.boot();
  expect(await worker.phase()).toBe('opening');
  await worker.lifecycle.lock();
  release();
  await new Promise((resolve) => setImmediate(resolve));
  expect(await worker.phase()).toBe('locked');
  expect(worker.clients.map(({ calls }) => calls)).toEqual([['close']]);
});

test('a reset leaves an empty browser, from locked as well as from ready', async () => {
  for (const locksBefore of [false, true]) {
    const browser = createBrowser();
    const worker = startWorker(browser);
    await worker.lifecycle.create(account);
    if (locksBefore) await worker.lifecycle.lock();
    await worker.lifecycle.reset();
    expect(await worker.phase()).toBe('empty');
    expect([browser.local.entries.size, browser.stores.size, worker.reasons.size]).toEqual([0, 0, 0]);
    expect([...browser.memory.entries.keys()]).not.toContain('vault.dataKey');
    await worker.lifecycle.create(account);
    expect(await worker.phase()).toBe('ready');
  }
});

test('a damaged record is told, and can be reset', async () => {
  const browser = createBrowser();
  await browser.local.set('vault.record', { version: 9 });
  const worker = startWorker(browser);
  expect(await worker.lifecycle.state()).toMatchObject({
    phase: 'locked',
    failure: { code: 'Vault.Corrupt' },
  });
  await worker.lifecycle.reset();
  expect(await worker.phase()).toBe('empty');
});
