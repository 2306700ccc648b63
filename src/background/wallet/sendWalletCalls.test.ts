import { expect, test } from 'vitest';
import { WalletInboxError } from '../../core/errors.ts';
import { sendWalletCalls } from './sendWalletCalls.ts';

const from = `0x${'ab'.repeat(20)}`;
const to = `0x${'cd'.repeat(20)}`;
const hash = `0x${'01'.repeat(32)}`;
const call = { to, value: '0x1', data: '0x' };

/** A wallet that answers by method, and the requests it got. */
function wallet(answers: Readonly<Record<string, unknown>>) {
  const asked: [string, readonly unknown[]][] = [];
  let chain = '0x1';
  const ask = async (method: string, params: readonly unknown[]) => {
    asked.push([method, params]);
    const answer = answers[method];
    if (answer instanceof Error) throw answer;
    if (method === 'wallet_switchEthereumChain' && answer !== 'stubborn') {
      chain = (params[0] as { readonly chainId: string }).chainId;
    }
    if (method === 'eth_chainId') return { ok: true, result: chain };
    return { ok: true, result: answer };
  };
  return { ask, asked };
}

const willing = {
  eth_requestAccounts: [from],
  eth_sendTransaction: hash,
  wallet_sendCalls: { id: 'batch' },
};

test('one call is a transaction, from the account and on the chain that the message names', async () => {
  const { ask, asked } = wallet(willing);
  expect(await sendWalletCalls(ask, { from, chainId: '0x2105', calls: [call] })).toEqual({ hash });
  expect(asked).toEqual([
    ['eth_requestAccounts', []],
    ['eth_chainId', []],
    ['wallet_switchEthereumChain', [{ chainId: '0x2105' }]],
    ['eth_chainId', []],
    ['eth_sendTransaction', [{ from, to, value: '0x1', data: '0x' }]],
  ]);
});

test('several calls are all or nothing', async () => {
  const { ask, asked } = wallet(willing);
  expect(await sendWalletCalls(ask, { from, chainId: '0x01', calls: [call, { to }] })).toEqual({});
  expect(asked.at(-1)).toEqual([
    'wallet_sendCalls',
    [{ version: '2.0.0', from, chainId: '0x01', atomicRequired: true, calls: [call, { to }] }],
  ]);
});

const refused = (code: 'Wallet.Declined' | 'Wallet.InvalidAnswer') => new WalletInboxError(code, 'No.');

test.each([
  ['shows another account', { ...willing, eth_requestAccounts: [to] }, 'Wallet.WrongAccount'],
  ['stays on its chain', { ...willing, wallet_switchEthereumChain: 'stubborn' }, 'Wallet.WrongChain'],
  [
    'does not know the chain',
    { ...willing, wallet_switchEthereumChain: refused('Wallet.InvalidAnswer') },
    'Wallet.WrongChain',
  ],
  [
    'will not change',
    { ...willing, wallet_switchEthereumChain: refused('Wallet.Declined') },
    'Wallet.Declined',
  ],
  ['declines', { ...willing, eth_sendTransaction: refused('Wallet.Declined') }, 'Wallet.Declined'],
  ['answers with no hash', { ...willing, eth_sendTransaction: 'done' }, 'Wallet.InvalidAnswer'],
])('a wallet that %s', async (_, answers, code) => {
  const { ask, asked } = wallet(answers);
  await expect(sendWalletCalls(ask, { from, chainId: '0x2105', calls: [call] })).rejects.toMatchObject({
    code,
  });
  const sent = asked.filter(([method]) => method === 'eth_sendTransaction');
  expect(sent.length).toBe(
    'eth_sendTransaction' in answers && code !== 'Wallet.WrongAccount' && answers.eth_sendTransaction !== hash
      ? 1
      : 0,
  );
});
