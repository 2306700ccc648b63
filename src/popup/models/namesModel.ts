import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Lookalike, maxCompared, maxNamesAtOnce } from '../../bridge/channels/nameChannels.ts';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';

/** Rows come into view together: what they want is asked together. */
const gatherMs = 40;
/** The worker keeps names longer than this, and answers at once. */
const askAgainMs = 10 * 60_000;

export interface NamesModel {
  /** Names by address, each verified. Beside the address, never instead of it. */
  readonly names: ReadonlySignal<ReadonlyMap<string, string>>;
  /** By address: the known address that it could be taken for. */
  readonly lookalikes: ReadonlySignal<ReadonlyMap<string, string>>;
  /** An address of somebody whom the person has accepted is in view. Asks nothing where no endpoint is set. */
  want(address: string): void;
  /** What a name stands for now. On the person's word only. */
  resolve(name: string): Promise<{ readonly name: string; readonly address: string }>;
  /** An address that may be of no conversation is in view: what it could be taken for comes into `lookalikes`. */
  compare(address: string): void;
  /** The same of an address that is about to be written to. */
  lookalikeOf(address: string): Promise<string | undefined>;
  /** Look-alikes now, and each change of them. */
  subscribe(): Promise<void>;
  /** Forgets everything shown: the vault was locked. */
  clear(): void;
  dispose(): void;
}

export function createNamesModel(port: BackgroundPort): NamesModel {
  const names = signal<ReadonlyMap<string, string>>(new Map());
  const ofConversations = signal<ReadonlyMap<string, string>>(new Map());
  const ofOthers = signal<ReadonlyMap<string, string>>(new Map());
  const compared = new Set<string>();
  let toCompare = new Set<string>();
  let compareTimer: ReturnType<typeof setTimeout> | undefined;
  /** Everything that was in view, by when it was asked last; 0 when it was not. */
  const wanted = new Map<string, number>();
  let queue = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let endpoints = '';

  const mapOf = (list: readonly Lookalike[]) => new Map(list.map(({ address, of }) => [address, of]));

  async function compareAll(addresses: readonly string[]): Promise<void> {
    const answer = await port.request('name.lookalikes', { also: [...addresses] });
    ofConversations.value = mapOf(answer.lookalikes);
    ofOthers.value = new Map([...ofOthers.value, ...mapOf(answer.also)]);
  }

  function flushCompared(): void {
    compareTimer = undefined;
    const addresses = [...toCompare];
    toCompare = new Set();
    for (let from = 0; from < addresses.length; from += maxCompared) {
      const page = addresses.slice(from, from + maxCompared);
      compareAll(page).catch(() => {
        for (const address of page) compared.delete(address);
      });
    }
  }

  async function ask(addresses: readonly string[]): Promise<void> {
    const from = endpoints;
    const answer = await port.request('name.reverse', { addresses: [...addresses] });
    // Asked of an endpoint that is gone, or before the vault was locked.
    if (from !== endpoints) return;
    const next = new Map(names.value);
    for (const address of addresses) next.delete(address);
    for (const { address, name } of answer.names) next.set(address, name);
    names.value = next;
  }

  function flush(): void {
    timer = undefined;
    const addresses = [...queue];
    queue = new Set();
    for (let from = 0; from < addresses.length; from += maxNamesAtOnce) {
      const page = addresses.slice(from, from + maxNamesAtOnce);
      ask(page).catch(() => {
        for (const address of page) if (wanted.has(address)) wanted.set(address, 0);
      });
    }
  }

  function enqueue(address: string): void {
    wanted.set(address, Date.now());
    queue.add(address);
    timer ??= setTimeout(flush, gatherMs);
  }

  function forgetNames(): void {
    clearTimeout(timer);
    timer = undefined;
    queue = new Set();
    names.value = new Map();
  }

  function setEndpoints(next: string): void {
    if (next === endpoints) return;
    endpoints = next;
    forgetNames();
    if (next !== '') for (const address of wanted.keys()) enqueue(address);
  }

  const stop = port.onEvent((event) => {
    if (event.kind === 'lookalikes') ofConversations.value = mapOf(event.lookalikes);
    if (event.kind === 'appState') {
      const { phase, settings } = event.state;
      const urls = [settings.namesRpcUrl, settings.baseNamesRpcUrl];
      setEndpoints(phase === 'ready' && urls.some((url) => url !== '') ? urls.join(' ') : '');
    }
  });

  return {
    names,
    lookalikes: computed(() => new Map([...ofOthers.value, ...ofConversations.value])),
    want(address) {
      const askedAtMs = wanted.get(address) ?? 0;
      if (endpoints === '') wanted.set(address, 0);
      else if (Date.now() - askedAtMs > askAgainMs) enqueue(address);
    },
    resolve: (name) => port.request('name.resolve', { name }),
    compare(address) {
      if (compared.has(address)) return;
      compared.add(address);
      toCompare.add(address);
      compareTimer ??= setTimeout(flushCompared, gatherMs);
    },
    lookalikeOf: async (address) => (await port.request('name.lookalikeOf', { address })).of,
    async subscribe() {
      try {
        await compareAll([...compared].slice(0, maxCompared));
      } catch {
        // The connection is told of elsewhere; the next one subscribes anew.
      }
    },
    clear() {
      wanted.clear();
      forgetNames();
      clearTimeout(compareTimer);
      compareTimer = undefined;
      compared.clear();
      toCompare = new Set();
      ofConversations.value = new Map();
      ofOthers.value = new Map();
    },
    dispose() {
      clearTimeout(timer);
      clearTimeout(compareTimer);
      stop();
    },
  };
}
