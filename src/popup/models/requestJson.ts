import type { ContentView } from '../../bridge/contentView.ts';

/**
 * A transaction request as the parameter of `wallet_sendCalls` (EIP-5792), to be copied. `undefined` when this window was
 * not given all of it: half a request is another request.
 */
export function requestJson(content: ContentView & { readonly kind: 'walletSendCalls' }): string | undefined {
  const { chainId, from, calls, callCount } = content;
  const isWhole = calls.every(({ data = '0x', dataBytes }) => data.length === 2 + dataBytes * 2);
  if (!isWhole || calls.length < callCount) return undefined;
  const hex = (decimal: string) => `0x${BigInt(decimal).toString(16)}`;
  return JSON.stringify(
    {
      version: '2.0.0',
      chainId: hex(chainId),
      from,
      atomicRequired: true,
      calls: calls.map(({ to, value, data }) => ({
        ...(to !== undefined && { to }),
        ...(value !== undefined && { value: hex(value) }),
        ...(data !== undefined && { data }),
      })),
    },
    undefined,
    2,
  );
}
