import type { NodeApi } from '../ports.ts';

/** The same node, whose calls all end when `signal` is aborted: a client that closes does not wait for a dead network. */
export function abortableNode(node: NodeApi, signal: AbortSignal): NodeApi {
  const withSignal = <O extends { readonly signal?: AbortSignal }>(options?: O) => ({
    ...options,
    signal: options?.signal === undefined ? signal : AbortSignal.any([signal, options.signal]),
  });
  return {
    getInboxIds: (addresses, options) => node.getInboxIds(addresses, withSignal(options)),
    getIdentityUpdates: (requests, options) => node.getIdentityUpdates(requests, withSignal(options)),
    publishIdentityUpdate: (update, options) => node.publishIdentityUpdate(update, withSignal(options)),
    uploadKeyPackage: (keyPackage, options) => node.uploadKeyPackage(keyPackage, withSignal(options)),
    fetchKeyPackages: (keys, options) => node.fetchKeyPackages(keys, withSignal(options)),
    sendGroupMessages: (messages, options) => node.sendGroupMessages(messages, withSignal(options)),
    sendWelcomeMessages: (welcomes, options) => node.sendWelcomeMessages(welcomes, withSignal(options)),
    queryGroupMessages: (request, options) => node.queryGroupMessages(request, withSignal(options)),
    queryWelcomeMessages: (request, options) => node.queryWelcomeMessages(request, withSignal(options)),
    getNewestGroupMessages: (groupIds, options) => node.getNewestGroupMessages(groupIds, withSignal(options)),
    subscribeGroupMessages: (filters, options) => node.subscribeGroupMessages(filters, withSignal(options)),
    subscribeWelcomeMessages: (filters, options) =>
      node.subscribeWelcomeMessages(filters, withSignal(options)),
    fetchCutoverNs: (options) => node.fetchCutoverNs(withSignal(options)),
  };
}
