import { expect, test } from 'vitest';
import type { CallView } from '../../bridge/contentView.ts';
import { chainOf, decimalAmount, explorerUrl } from './chains.ts';
import { describeCall } from './describeCall.ts';

const token = `0x${'ab'.repeat(20)}`;
const spender = `0x${'cd'.repeat(20)}`;
const word = (value: bigint) => value.toString(16).padStart(64, '0');
const call = (fields: Partial<CallView>): CallView => {
  const data = fields.data;
  return { to: token, description: '', dataBytes: data === undefined ? 0 : (data.length - 2) / 2, ...fields };
};
const base = chainOf('8453');

test('sends the chain’s own currency, exactly', () => {
  expect(describeCall(call({ value: '1500000000000000001' }), base)).toEqual({
    deed: { kind: 'send', to: token },
    value: { text: '1.500000000000000001', unit: 'ETH' },
  });
  expect(describeCall(call({ value: '1500' }), chainOf('424242'))).toEqual({
    deed: { kind: 'send', to: token },
    value: { text: '1,500' },
  });
  expect(describeCall(call({}), base).value).toEqual({ text: '0', unit: 'ETH' });
});

test('moves tokens: a number where the token is known, its smallest unit where it is not', () => {
  const data = `0xa9059cbb${word(BigInt(spender))}${word(1_250_000n)}`;
  expect(describeCall(call({ data }), base).deed).toEqual({
    kind: 'tokenTransfer',
    token,
    to: spender,
    amount: { text: '1,250,000' },
  });
  const usdc = '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913';
  expect(describeCall(call({ to: usdc, data }), base).deed).toMatchObject({
    amount: { text: '1.25', symbol: 'USDC' },
  });
  // The same address on another chain is another token.
  expect(describeCall(call({ to: usdc, data }), chainOf('1')).deed).toMatchObject({
    amount: { text: '1,250,000' },
  });
});

test('approvals say who may take how much', () => {
  const approve = (amount: bigint) =>
    describeCall(call({ data: `0x095ea7b3${word(BigInt(spender))}${word(amount)}` }), base).deed;
  expect(approve(2n ** 256n - 1n)).toMatchObject({ kind: 'approve', spender, isUnlimited: true });
  expect(approve(2n ** 128n)).toMatchObject({ isUnlimited: true });
  expect(approve(10n ** 24n)).toMatchObject({ isUnlimited: false });
  expect(describeCall(call({ data: `0xa22cb465${word(BigInt(spender))}${word(1n)}` }), base).deed).toEqual({
    kind: 'approveAll',
    token,
    operator: spender,
    isGiven: true,
  });
});

test.each([
  ['a byte too many', `0xa9059cbb${word(1n)}${word(1n)}00`],
  ['a word too few', `0xa9059cbb${word(1n)}`],
  ['an address with something above it', `0xa9059cbb${'ff'.repeat(32)}${word(1n)}`],
  ['a flag that is no flag', `0xa22cb465${word(1n)}${word(2n)}`],
  ['another function', `0xdeadbeef${word(1n)}`],
])('%s is a call whose effect is not known', (_, data) => {
  expect(describeCall(call({ data }), base).deed).toEqual({
    kind: 'unknown',
    to: token,
    selector: data.slice(0, 10),
  });
});

test('what was cut is not told by its beginning; value goes along', () => {
  const data = `0xa9059cbb${word(1n)}${word(1n)}`;
  expect(describeCall(call({ data, dataBytes: 5_000, value: '1' }), base)).toMatchObject({
    deed: { kind: 'unknown' },
    value: { text: '0.000000000000000001', unit: 'ETH' },
  });
  expect(describeCall({ data: '0x6080', dataBytes: 2, description: '' }, base).deed).toEqual({
    kind: 'deploy',
  });
  expect(describeCall(call({ data: '0x12' }), base).deed).toEqual({
    kind: 'unknown',
    to: token,
    selector: '',
  });
});

test('chains by decimal, hex and CAIP-2', () => {
  for (const id of ['8453', '0x2105', 'eip155:8453', ' 8453 ']) expect(chainOf(id)?.name).toBe('Base');
  for (const id of ['', 'constructor', '-1', '8453.0', 'solana:1', '9'.repeat(30)])
    expect(chainOf(id)).toBeUndefined();
  const hash = `0x${'AB'.repeat(32)}`;
  expect(explorerUrl('0x2105', hash)).toBe(`https://basescan.org/tx/0x${'ab'.repeat(32)}`);
  expect(explorerUrl('0x2105', `${hash}/../../x`)).toBeUndefined();
  expect(decimalAmount(1_234_567n, 0)).toBe('1,234,567');
  expect(decimalAmount(1_234_567_000_000n, 6)).toBe('1,234,567');
});
