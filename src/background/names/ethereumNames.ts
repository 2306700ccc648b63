/**
 * Names of Ethereum, through ENS's Universal Resolver: one call, names of wildcards and of later versions of ENS included.
 * Source: ENSIP-10, ENSIP-19, docs.ens.domains/resolvers/universal.
 *
 * A record that is kept on a server is told by a revert (EIP-3668) that names the server. It is not followed: whoever wrote
 * the record would learn of this browser that it asks.
 */
import { concatBytes, utf8DecodeLossy } from '../../core/bytes/bytes.ts';
import { bytesToHex, hexToBytes } from '../../core/bytes/hex.ts';
import { WalletInboxError } from '../../core/errors.ts';
import { readAddress, readBytes, twoBytes } from './abiWords.ts';
import { dnsForm, nameHash } from './ensName.ts';
import type { CallContract, EthAnswer } from './ethCall.ts';
import type { NameSource } from './nameSource.ts';

export const ethereumChainId = 1;

/** The same contract on every chain that ENS lives on, behind a proxy of the ENS DAO. */
const universalResolver = '0xeeeeeeee14d718c2b47d9923deab1335e144eeee';

/** `resolve(bytes,bytes)`, `addr(bytes32)`, `name(bytes32)`. */
const resolveSelector = hexToBytes('9061b923');
const addrSelector = hexToBytes('3b3b57de');
const nameSelector = hexToBytes('691f3431');
/** `OffchainLookup(address,string[],bytes,bytes4,bytes)`. */
const offchainLookup = '556f1830';

export function createEthereumNames(call: CallContract): NameSource {
  const resolve = (name: string, selector: Uint8Array): Promise<EthAnswer> =>
    call({
      to: universalResolver,
      data: concatBytes(resolveSelector, twoBytes(dnsForm(name), concatBytes(selector, nameHash(name)))),
    });
  return {
    async addressOf(name) {
      const answer = await resolve(name, addrSelector);
      if (answer.kind === 'reverted') {
        if (bytesToHex(answer.data.subarray(0, 4)) === offchainLookup) {
          throw new WalletInboxError('Name.Unsupported', 'This name is kept on a server outside the chain.');
        }
        throw notFound();
      }
      const address = readAddress(readBytes(answer.data, 0) ?? new Uint8Array());
      if (address === undefined) throw notFound();
      return address;
    },
    async claimedName(address) {
      const answer = await resolve(`${address.slice(2)}.addr.reverse`, nameSelector);
      if (answer.kind === 'reverted') return undefined;
      const text = readBytes(readBytes(answer.data, 0) ?? new Uint8Array(), 0);
      return text === undefined ? undefined : utf8DecodeLossy(text);
    },
  };
}

const notFound = () => new WalletInboxError('Name.NotFound', 'This name stands for no address.');
