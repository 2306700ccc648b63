import { type ContextKey, createContextKey, type HandlerContext } from '@connectrpc/connect';

/** Puts the response's headers on the wire; set for each call by whoever owns the response. */
export const headerSender: ContextKey<(headers: Headers) => void> = createContextKey(() => undefined, {
  description: 'sends the headers of the response',
});

/**
 * Sends a stream's headers now. They would wait for the first message, but official clients hold a subscription
 * for open only when its headers came, and a quiet topic may have no message for hours.
 */
export function sendHeaders(context: HandlerContext): void {
  context.responseHeader.set('subscribed', 'true');
  context.values.get(headerSender)(context.responseHeader);
}
