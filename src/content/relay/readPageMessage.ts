import { pageLimits } from '../../bridge/page/pageLimits.ts';
import { pageChannel } from '../../bridge/page/pageMessages.ts';
import { pageMethodNames } from '../../bridge/page/pageMethodNames.ts';
import type { ProviderFaultReason } from '../../bridge/page/pageMethods.ts';

export type ReadPageMessage =
  | { readonly kind: 'request'; readonly id: string; readonly method: string; readonly params?: unknown }
  | { readonly kind: 'listen' }
  /** To be answered without asking anybody. */
  | { readonly kind: 'refused'; readonly id: string; readonly reason: ProviderFaultReason }
  /** For the wallet's part of the relay, which checks the rest. */
  | { readonly kind: 'walletAnswer'; readonly message: Readonly<Record<string, unknown>> };

const idForm = /^[A-Za-z0-9_-]{16,64}$/;
const knownMethods: ReadonlySet<unknown> = new Set(pageMethodNames);
const utf8 = new TextEncoder();

/** What a page said, as fresh plain JSON; undefined when it is not ours, or could not even be answered. */
export function readPageMessage(data: unknown): ReadPageMessage | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const message = data as Readonly<Record<string, unknown>>;
  if (message.channel !== pageChannel || message.to !== 'relay') return undefined;
  if (message.kind === 'listen') return { kind: 'listen' };
  if (message.kind === 'walletAnswer') return { kind: 'walletAnswer', message };
  if (message.kind !== 'request') return undefined;
  const { id, method, params } = message;
  if (typeof id !== 'string' || !idForm.test(id)) return undefined;
  if (typeof method !== 'string' || !knownMethods.has(method)) {
    return { kind: 'refused', id, reason: 'unsupportedMethod' };
  }
  if (params === undefined) return { kind: 'request', id, method };
  let text: string | undefined;
  try {
    text = JSON.stringify(params);
  } catch {
    // A cycle, a BigInt, or more depth than the stack has.
  }
  if (text === undefined || utf8.encode(text).length > pageLimits.requestBytes) {
    return { kind: 'refused', id, reason: 'invalidParams' };
  }
  return { kind: 'request', id, method, params: JSON.parse(text) };
}
