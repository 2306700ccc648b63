import type { ProviderFaultReason } from '../../bridge/page/pageMethods.ts';
import { providerFault } from '../../bridge/page/providerFaults.ts';
import { deepFreeze, defineProperty, own, PageError } from './primordials.ts';

/** The error that a request is rejected with (EIP-1193: `code`, `message`, `data`). */
export function faultError(fault: unknown): Error {
  const message = own(fault, 'message');
  const error = new PageError(typeof message === 'string' ? message : '');
  const set = (name: string, value: unknown) =>
    // A descriptor with a prototype could be given a getter by whoever polluted it.
    defineProperty(error, name, { __proto__: null, value, enumerable: true } as PropertyDescriptor);
  set('code', own(fault, 'code'));
  set('data', deepFreeze(own(fault, 'data')));
  return error;
}

/** The same for what the provider itself refuses. */
export function refusal(reason: ProviderFaultReason): Error {
  return faultError(providerFault(reason));
}
