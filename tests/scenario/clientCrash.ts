/** A client whose process can be killed between any two lines that touch the disk or the network. */
import type { Client } from '../../src/core/client/client.ts';
import { registerClient } from '../../src/core/client/createClient.ts';
import type { ClientPorts } from '../../src/core/conversation/clientPorts.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import { WalletInboxError } from '../../src/core/errors.ts';
import type { Database, Logger, NodeApi, Random } from '../../src/core/ports.ts';
import { unsafeMemoryDatabase } from '../../src/core/storage/memory/unsafeMemoryDatabase.ts';
import { createNodeApi } from '../../src/core/transport/createNodeApi.ts';
import { signerFromPrivateKey } from '../../src/core/wallet/localSigner.ts';

/** Where a life ends: at the n-th commit or call, before or after it took effect. */
export interface CrashPoint {
  readonly at: number;
  readonly when: 'before' | 'after';
}

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (event, facts) => {
    if (process.env.OUR_LOG !== undefined) console.log('warn', event, facts);
  },
  error: (event, facts) => {
    if (process.env.OUR_LOG !== undefined) console.log('error', event, facts);
  },
};

/** One life of a process: once crashed, nothing it still does has an effect. */
class Life {
  steps = 0;
  isOver = false;
  private readonly point: CrashPoint | undefined;

  constructor(point: CrashPoint | undefined) {
    this.point = point;
  }

  async step<T>(action: () => Promise<T>): Promise<T> {
    this.assertAlive();
    this.steps += 1;
    const isHere = this.point?.at === this.steps;
    if (isHere && this.point?.when === 'before') this.die();
    const result = await action();
    if (isHere) this.die();
    this.assertAlive();
    return result;
  }

  assertAlive(): void {
    if (this.isOver) throw new WalletInboxError('Client.Closed', 'This process is dead.');
  }

  private die(): never {
    this.isOver = true;
    throw new WalletInboxError('Client.Closed', 'This process has just died.');
  }
}

export interface Device {
  readonly database: Database;
  readonly privateKey: Uint8Array;
  /** A process starts on this device's disk; it ends at `point` at the latest. */
  boot(
    point?: CrashPoint,
  ): Promise<{ readonly client: Client; readonly life: Pick<Life, 'isOver' | 'steps'> }>;
  /** Runs `act` in a process that dies at `point`; whether it died. */
  tryUntilCrash(point: CrashPoint, act: (client: Client) => Promise<void>): Promise<boolean>;
}

export interface DeviceOptions {
  readonly privateKey?: Uint8Array;
  /** The disk of another device: a second process on one store. */
  readonly database?: Database;
  readonly nowMs?: () => number;
  readonly random?: Random;
  /** Stands between the client and the node. */
  readonly node?: (real: NodeApi) => NodeApi;
}

export function newDevice(webUrl: string, options: DeviceOptions = {}): Device {
  const database = options.database ?? unsafeMemoryDatabase();
  const privateKey = options.privateKey ?? webRandom.bytes(32);
  const boot = async (life: Life): Promise<Client> =>
    await registerClient(mortalPorts(webUrl, database, life, options), signerFromPrivateKey(privateKey));
  return {
    database,
    privateKey,
    async boot(point) {
      const life = new Life(point);
      return { client: await boot(life), life };
    },
    async tryUntilCrash(point, act) {
      const life = new Life(point);
      let client: Client | undefined;
      try {
        client = await boot(life);
        await act(client);
      } catch (error) {
        if (!life.isOver) throw error;
      } finally {
        const died = life.isOver;
        life.isOver = true;
        await client?.close().catch(() => undefined);
        life.isOver = died;
      }
      return life.isOver;
    },
  };
}

function mortalPorts(webUrl: string, database: Database, life: Life, options: DeviceOptions): ClientPorts {
  const real = createNodeApi({ baseUrl: webUrl });
  const node = options.node?.(real) ?? real;
  const dying: Database = {
    get: async (table, key) => {
      life.assertAlive();
      return await database.get(table, key);
    },
    getMany: async (table, keys) => {
      life.assertAlive();
      return await database.getMany(table, keys);
    },
    list: async (table, query) => {
      life.assertAlive();
      return await database.list(table, query);
    },
    count: async (table, query) => {
      life.assertAlive();
      return await database.count(table, query);
    },
    commit: async (changes, options) => {
      if (changes.length === 0) return;
      await life.step(() => database.commit(changes, options));
    },
    close: async () => undefined,
  };
  return {
    node: mortalNode(node, life),
    database: dying,
    clock: { nowMs: options.nowMs ?? (() => Date.now()) },
    random: options.random ?? webRandom,
    logger: silent,
  };
}

function mortalNode(node: NodeApi, life: Life): NodeApi {
  return new Proxy(node, {
    get(target, name: keyof NodeApi) {
      const method = target[name] as (...args: readonly unknown[]) => unknown;
      if (name.startsWith('subscribe')) return method;
      return (...args: readonly unknown[]) => life.step(async () => await method(...args));
    },
  });
}
