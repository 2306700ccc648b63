import { type ContextKey, createContextKey } from '@connectrpc/connect';

/** The network address of the caller, where a handler or interceptor wants it. */
export const clientAddress: ContextKey<string> = createContextKey('', {
  description: 'network address of the caller',
});
