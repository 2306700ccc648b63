/** What the browser stamped on a port: the only thing about its other end that can be believed. */
export interface PortSender {
  readonly id?: string | undefined;
  readonly origin?: string | undefined;
  readonly url?: string | undefined;
  readonly frameId?: number | undefined;
  readonly documentId?: string | undefined;
  /** `active`, or a document that is made ahead or kept in a cache. */
  readonly documentLifecycle?: string | undefined;
  readonly tab?: { readonly id?: number | undefined } | undefined;
}

/**
 * Whether a port comes from a page of this very extension, in a top frame. A content script has our id too, but the
 * origin and the address of the site that it runs in.
 *
 * @param own the extension's id, and its origin without a slash at the end
 */
export function isOwnPage(
  sender: PortSender | undefined,
  own: { readonly id: string; readonly origin: string },
): boolean {
  if (sender === undefined || sender.id !== own.id) return false;
  if (sender.origin !== undefined && sender.origin !== own.origin) return false;
  if (sender.frameId !== undefined && sender.frameId !== 0) return false;
  return sender.url?.startsWith(`${own.origin}/`) === true;
}
