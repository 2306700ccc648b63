/**
 * What one call of a transaction request would do. Only calls whose bytes are exactly those of a known function are
 * told as such; everything else is a call of a contract whose effect is not known.
 */
import type { CallView } from '../../bridge/contentView.ts';
import { type Chain, decimalAmount } from './chains.ts';

export type CallDeed =
  /** Moves the chain's own currency and does nothing else. */
  | { readonly kind: 'send'; readonly to: string }
  | {
      readonly kind: 'tokenTransfer';
      readonly token: string;
      readonly to: string;
      readonly amount: TokenAmount;
    }
  | {
      readonly kind: 'tokenTransferFrom';
      readonly token: string;
      readonly from: string;
      readonly to: string;
      readonly amount: TokenAmount;
    }
  | {
      readonly kind: 'approve';
      readonly token: string;
      readonly spender: string;
      readonly amount: TokenAmount;
      /** So much that it is everything there will ever be. */
      readonly isUnlimited: boolean;
    }
  /** ERC-721 and ERC-1155: over everything of one collection, or over nothing any more. */
  | {
      readonly kind: 'approveAll';
      readonly token: string;
      readonly operator: string;
      readonly isGiven: boolean;
    }
  | { readonly kind: 'deploy' }
  /** The first four bytes; empty when there are fewer. */
  | { readonly kind: 'unknown'; readonly to: string; readonly selector: string };

/** In the smallest unit of a token, or as a number where the token is known. */
export interface TokenAmount {
  readonly text: string;
  /** Of a known token. */
  readonly symbol?: string;
}

export interface DescribedCall {
  readonly deed: CallDeed;
  /** Of the chain's own currency, going along; absent when nothing does. `unit` is absent when the chain is unknown: wei. */
  readonly value?: { readonly text: string; readonly unit?: string };
}

/** From here on an allowance is without limit in effect: no token has as many. */
const unlimitedFrom = 2n ** 128n;

export function describeCall(call: CallView, chain: Chain | undefined): DescribedCall {
  const wei = BigInt(call.value ?? '0');
  const deed = deedOf(call, chain);
  if (wei === 0n && deed.kind !== 'send') return { deed };
  const value =
    chain === undefined
      ? { text: decimalAmount(wei, 0) }
      : { text: decimalAmount(wei, 18), unit: chain.unit };
  return { deed, value };
}

function deedOf({ to, data = '0x', dataBytes }: CallView, chain: Chain | undefined): CallDeed {
  if (to === undefined) return { kind: 'deploy' };
  if (dataBytes === 0) return { kind: 'send', to };
  const hex = data.slice(2).toLowerCase();
  const unknown: CallDeed = { kind: 'unknown', to, selector: hex.length >= 8 ? `0x${hex.slice(0, 8)}` : '' };
  const known = Object.hasOwn(functions, hex.slice(0, 8)) ? functions[hex.slice(0, 8)] : undefined;
  const words = wordsOf(hex.slice(8), known?.words);
  // Longer or shorter bytes than the function has may hide something: they are not told as it.
  if (known === undefined || words === undefined || hex.length !== dataBytes * 2) return unknown;
  return known.read(to, words, chain) ?? unknown;
}

interface KnownFunction {
  readonly words: number;
  readonly read: (token: string, words: readonly bigint[], chain: Chain | undefined) => CallDeed | undefined;
}

/** By selector: the first four bytes of keccak256 of the signature. */
const functions: Readonly<Record<string, KnownFunction>> = {
  // transfer(address,uint256)
  a9059cbb: {
    words: 2,
    read: (token, [to = 0n, amount = 0n], chain) =>
      isAddress(to)
        ? { kind: 'tokenTransfer', token, to: addressOf(to), amount: tokenAmount(token, amount, chain) }
        : undefined,
  },
  // transferFrom(address,address,uint256)
  '23b872dd': {
    words: 3,
    read: (token, [from = 0n, to = 0n, amount = 0n], chain) =>
      isAddress(from) && isAddress(to)
        ? {
            kind: 'tokenTransferFrom',
            token,
            from: addressOf(from),
            to: addressOf(to),
            amount: tokenAmount(token, amount, chain),
          }
        : undefined,
  },
  // approve(address,uint256)
  '095ea7b3': {
    words: 2,
    read: (token, words, chain) => approval(token, words, chain),
  },
  // increaseAllowance(address,uint256)
  '39509351': {
    words: 2,
    read: (token, words, chain) => approval(token, words, chain),
  },
  // setApprovalForAll(address,bool)
  a22cb465: {
    words: 2,
    read: (token, [operator = 0n, isGiven = 0n]) =>
      isAddress(operator) && isGiven <= 1n
        ? { kind: 'approveAll', token, operator: addressOf(operator), isGiven: isGiven === 1n }
        : undefined,
  },
};

const approval = (
  token: string,
  [spender = 0n, amount = 0n]: readonly bigint[],
  chain: Chain | undefined,
): CallDeed | undefined =>
  isAddress(spender)
    ? {
        kind: 'approve',
        token,
        spender: addressOf(spender),
        amount: tokenAmount(token, amount, chain),
        isUnlimited: amount >= unlimitedFrom,
      }
    : undefined;

const isAddress = (word: bigint): boolean => word < 2n ** 160n;
const addressOf = (word: bigint): string => `0x${word.toString(16).padStart(40, '0')}`;

function wordsOf(hex: string, count: number | undefined): readonly bigint[] | undefined {
  if (count === undefined || hex.length !== count * 64 || !/^[\da-f]*$/u.test(hex)) return undefined;
  return Array.from({ length: count }, (_, index) => BigInt(`0x${hex.slice(index * 64, index * 64 + 64)}`));
}

function tokenAmount(token: string, amount: bigint, chain: Chain | undefined): TokenAmount {
  return chain?.usdc !== undefined && token.toLowerCase() === chain.usdc
    ? { text: decimalAmount(amount, 6), symbol: 'USDC' }
    : { text: decimalAmount(amount, 0) };
}
