/**
 * Names of addresses, through the endpoints that the person has set; without one, nothing is ever asked. What was learnt is
 * in memory only and for a while: who is called what is personal, and a name can change hands.
 */
import type { Settings } from '../../bridge/settings.ts';
import { isWalletInboxError, WalletInboxError } from '../../core/errors.ts';
import type { Clock, Logger } from '../../core/ports.ts';
import { errorFacts } from '../platform/errorFacts.ts';
import { baseChainId, createBaseNames, isBaseName } from './baseNames.ts';
import { createEndpoint, type Endpoint } from './createEndpoint.ts';
import { acceptName, normaliseName } from './ensName.ts';
import { createEthereumNames, ethereumChainId } from './ethereumNames.ts';
import type { NameSource } from './nameSource.ts';

const keepMs = 60 * 60_000;
/** Someone without a name may get one; an endpoint that failed may come back. */
const keepNothingMs = 10 * 60_000;
const keepFailureMs = 60_000;
const maxKept = 2_000;

type Endpoints = Pick<Settings, 'namesRpcUrl' | 'baseNamesRpcUrl'>;

export interface Names {
  /**
   * What a name stands for now, asked anew each time.
   *
   * @throws Name.* codes
   */
  resolve(text: string): Promise<{ readonly name: string; readonly address: string }>;
  /** Names by address, lower case. Whoever has none, or could not be looked up, is absent. */
  reverse(addresses: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The name of an address, lower case, where it was looked up lately. Asks nobody. */
  known(address: string): string | undefined;
  /** The settings may have changed: what an endpoint was to be asked and is none any more stays unasked. */
  checkEndpoints(): void;
  /** The inbox was locked: forgets all that was learnt, and ends what is under way. */
  clear(): void;
}

export interface NamesDeps {
  readonly endpoints: () => Endpoints;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Source {
  readonly endpoint: Endpoint;
  readonly names: NameSource;
}

export function createNames({ endpoints, fetch: fetchUrl, clock, logger }: NamesDeps): Names {
  /** `name` is undefined for someone without one. Oldest first. */
  const kept = new Map<string, { readonly name: string | undefined; readonly untilMs: number }>();
  const asking = new Map<string, Promise<string | undefined>>();
  let ethereum: Source | undefined;
  let base: Source | undefined;

  function clear(): void {
    kept.clear();
    asking.clear();
    ethereum?.endpoint.close();
    base?.endpoint.close();
    ethereum = undefined;
    base = undefined;
  }

  /** The sources of the present settings. What was learnt from an endpoint goes with it. */
  function sources(): { readonly ethereum?: NameSource; readonly base?: NameSource } {
    const { namesRpcUrl, baseNamesRpcUrl } = endpoints();
    const isChanged =
      (ethereum?.endpoint.url ?? '') !== namesRpcUrl || (base?.endpoint.url ?? '') !== baseNamesRpcUrl;
    if (isChanged) {
      clear();
      const open = (
        url: string,
        chainId: number,
        create: (call: Endpoint['call']) => NameSource,
      ): Source | undefined => {
        if (url === '') return undefined;
        const endpoint = createEndpoint({ url, chainId, fetch: fetchUrl });
        return { endpoint, names: create(endpoint.call) };
      };
      ethereum = open(namesRpcUrl, ethereumChainId, createEthereumNames);
      base = open(baseNamesRpcUrl, baseChainId, createBaseNames);
    }
    return {
      ...(ethereum === undefined ? {} : { ethereum: ethereum.names }),
      ...(base === undefined ? {} : { base: base.names }),
    };
  }

  async function addressOf(name: string): Promise<string> {
    const { ethereum: onEthereum, base: onBase } = sources();
    const source = isBaseName(name) ? onBase : onEthereum;
    if (source === undefined) {
      throw new WalletInboxError('Name.NoEndpoint', 'No endpoint is set that could look up such a name.', {
        details: { network: isBaseName(name) ? 'base' : 'ethereum' },
      });
    }
    return await source.addressOf(name);
  }

  /** The claim of one chain, where the name that it claims stands for this very address. */
  async function verifiedName(source: NameSource | undefined, address: string): Promise<string | undefined> {
    const claim = await source?.claimedName(address);
    const name = claim === undefined ? undefined : acceptName(claim);
    if (name === undefined) return undefined;
    // The registry of Base speaks for names of Base and no others.
    if (source === sources().base && !isBaseName(name)) return undefined;
    try {
      return (await addressOf(name)) === address ? name : undefined;
    } catch (error) {
      const isClaimRefuted = (['Name.NotFound', 'Name.Unsupported', 'Name.NoEndpoint'] as const).some(
        (code) => isWalletInboxError(error, code),
      );
      if (isClaimRefuted) return undefined;
      throw error;
    }
  }

  async function lookUp(address: string): Promise<string | undefined> {
    const { ethereum: onEthereum, base: onBase } = sources();
    return (await verifiedName(onEthereum, address)) ?? (await verifiedName(onBase, address));
  }

  function keep(address: string, name: string | undefined, forMs: number): void {
    kept.delete(address);
    kept.set(address, { name, untilMs: clock.nowMs() + forMs });
    const [oldest] = kept.keys();
    if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
  }

  /** Never throws: nobody waits at a list for a reason. */
  function nameOf(address: string): Promise<string | undefined> {
    const known = kept.get(address);
    if (known !== undefined && known.untilMs > clock.nowMs()) return Promise.resolve(known.name);
    const begun = asking.get(address);
    if (begun !== undefined) return begun;
    const work = lookUp(address).then(
      (name) => {
        if (asking.get(address) === work) keep(address, name, name === undefined ? keepNothingMs : keepMs);
        return name;
      },
      (error: unknown) => {
        logger.debug('names.failed', errorFacts(error));
        if (asking.get(address) === work) keep(address, undefined, keepFailureMs);
        return undefined;
      },
    );
    asking.set(address, work);
    const forget = () => {
      if (asking.get(address) === work) asking.delete(address);
    };
    work.then(forget, forget);
    return work;
  }

  return {
    async resolve(text) {
      const name = normaliseName(text);
      return { name, address: await addressOf(name) };
    },
    async reverse(addresses) {
      const { ethereum: onEthereum, base: onBase } = sources();
      const found = new Map<string, string>();
      if (onEthereum === undefined && onBase === undefined) return found;
      await Promise.all(
        addresses.map(async (address) => {
          const name = await nameOf(address);
          if (name !== undefined) found.set(address, name);
        }),
      );
      return found;
    },
    known(address) {
      const known = kept.get(address);
      return known !== undefined && known.untilMs > clock.nowMs() ? known.name : undefined;
    },
    checkEndpoints: () => void sources(),
    clear,
  };
}
