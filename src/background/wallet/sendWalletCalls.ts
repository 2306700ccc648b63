/** Has a wallet run the calls of a message (XIP-59), by EIP-5792 or, one call alone, as a plain transaction. */
import * as v from 'valibot';
import type { WalletMethod } from '../../bridge/page/walletCalls.ts';
import { isWalletInboxError, WalletInboxError } from '../../core/errors.ts';
import {
  accountsAnswerSchema,
  batchAnswerSchema,
  chainAnswerSchema,
  hashAnswerSchema,
} from './walletAnswers.ts';

/** All numbers and bytes as 0x and hex, as wallets take them. */
export interface WalletCalls {
  readonly from: string;
  readonly chainId: string;
  /** At least one. */
  readonly calls: readonly { readonly to?: string; readonly value?: string; readonly data?: string }[];
}

type Ask = (method: WalletMethod, params: readonly unknown[]) => Promise<Readonly<Record<string, unknown>>>;

export async function sendWalletCalls(
  ask: Ask,
  { from, chainId, calls }: WalletCalls,
): Promise<{ readonly hash?: string }> {
  const request = async <T extends v.GenericSchema>(
    schema: T,
    method: WalletMethod,
    params: readonly unknown[],
  ) => {
    const answer = v.safeParse(schema, await ask(method, params));
    if (!answer.success) {
      throw new WalletInboxError('Wallet.InvalidAnswer', 'The wallet gave no usable answer.', {
        details: { method },
      });
    }
    return answer.output as v.InferOutput<T>;
  };

  const { result: accounts } = await request(accountsAnswerSchema, 'eth_requestAccounts', []);
  if (!accounts.includes(from.toLowerCase())) {
    throw new WalletInboxError(
      'Wallet.WrongAccount',
      'The wallet does not show the account that the calls are for.',
    );
  }
  if ((await request(chainAnswerSchema, 'eth_chainId', [])).result !== BigInt(chainId)) {
    await ask('wallet_switchEthereumChain', [{ chainId }]).catch(refuseUnlessDeclined);
    if ((await request(chainAnswerSchema, 'eth_chainId', [])).result !== BigInt(chainId)) {
      throw new WalletInboxError(
        'Wallet.WrongChain',
        'The wallet is on another chain than the calls are for.',
      );
    }
  }

  const [only, ...others] = calls.map(({ to, value, data }) => ({
    ...(to === undefined ? {} : { to }),
    ...(value === undefined ? {} : { value }),
    ...(data === undefined ? {} : { data }),
  }));
  // One call is what every wallet can send, and its hash is known at once.
  if (others.length === 0) {
    return { hash: (await request(hashAnswerSchema, 'eth_sendTransaction', [{ from, ...only }])).result };
  }
  // All of them or none: half of what a message asks for may be worth nothing to who runs it.
  await request(batchAnswerSchema, 'wallet_sendCalls', [
    { version: '2.0.0', from, chainId, atomicRequired: true, calls: [only, ...others] },
  ]);
  return {};
}

/** A wallet that does not know the chain fails with a code of its own. */
function refuseUnlessDeclined(error: unknown): never {
  if (!isWalletInboxError(error) || error.code !== 'Wallet.InvalidAnswer') throw error;
  throw new WalletInboxError(
    'Wallet.WrongChain',
    'The wallet cannot change to the chain that the calls are for.',
    {
      cause: error,
    },
  );
}
