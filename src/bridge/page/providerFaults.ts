import type { ProviderFault, ProviderFaultReason } from './pageMethods.ts';

/** Code and sentence of every reason: the same words for every cause that a page must not tell apart. */
const faults = {
  rejected: [4001, 'The request was rejected.'],
  senderMismatch: [4001, "The site's well-known file does not list this sender."],
  gestureRequired: [4100, 'Ask in answer to a click or a key press.'],
  notGranted: [4100, 'There is no grant for this.'],
  originRefused: [4100, 'Only the top frame of an https or localhost page may ask.'],
  unsupportedMethod: [4200, 'There is no such method.'],
  disconnected: [4900, 'The extension is gone from this page; reload it.'],
  invalidParams: [-32602, 'The parameters are not of the form that this method takes.'],
  internal: [-32603, 'The extension failed.'],
  alreadyPending: [-32002, 'A request of this site is waiting already.'],
  limitExceeded: [-32005, 'Too many requests; slow down.'],
} as const satisfies Record<ProviderFaultReason, readonly [ProviderFault['code'], string]>;

/** The whole fault of a reason. */
export function providerFault(reason: ProviderFaultReason): ProviderFault {
  // Not by destructuring: this runs in pages too, where the iterator of arrays may be the page's own.
  const fault = faults[reason];
  return { code: fault[0], message: fault[1], data: { reason } };
}
