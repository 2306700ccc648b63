/**
 * Names of Base (Basenames), from the registry on Base itself: on Ethereum they are behind a server, which would have to be
 * asked. Source: EIP-137, ENSIP-19, github.com/base/basenames.
 */
import { concatBytes, utf8DecodeLossy } from '../../core/bytes/bytes.ts';
import { hexToBytes } from '../../core/bytes/hex.ts';
import { WalletInboxError } from '../../core/errors.ts';
import { readAddress, readBytes } from './abiWords.ts';
import { nameHash } from './ensName.ts';
import type { CallContract } from './ethCall.ts';
import type { NameSource } from './nameSource.ts';

export const baseChainId = 8453;

const registry = '0xb94704422c2a1e396835a571837aa5ae53285a95';

/** `resolver(bytes32)`, `addr(bytes32)`, `name(bytes32)`. */
const resolverSelector = hexToBytes('0178b8bf');
const addrSelector = hexToBytes('3b3b57de');
const nameSelector = hexToBytes('691f3431');

/** Whether the registry on Base answers for a name. */
export const isBaseName = (name: string): boolean => name.endsWith('.base.eth');

export function createBaseNames(call: CallContract): NameSource {
  /** One record of a name, from the resolver that its owner chose. */
  async function read(name: string, selector: Uint8Array): Promise<Uint8Array | undefined> {
    const node = nameHash(name);
    const found = await call({ to: registry, data: concatBytes(resolverSelector, node) });
    const resolver = found.kind === 'returned' ? readAddress(found.data) : undefined;
    if (resolver === undefined) return undefined;
    const answer = await call({ to: resolver, data: concatBytes(selector, node) });
    return answer.kind === 'returned' ? answer.data : undefined;
  }
  return {
    async addressOf(name) {
      const address = readAddress((await read(name, addrSelector)) ?? new Uint8Array());
      if (address === undefined) {
        throw new WalletInboxError('Name.NotFound', 'This name stands for no address.');
      }
      return address;
    },
    async claimedName(address) {
      // ENSIP-19: the reverse names of a chain stand below its coin type in hex, 0x80000000 | 8453.
      const text = readBytes(
        (await read(`${address.slice(2)}.80002105.reverse`, nameSelector)) ?? new Uint8Array(),
        0,
      );
      return text === undefined ? undefined : utf8DecodeLossy(text);
    },
  };
}
