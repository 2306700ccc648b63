/** What a page finds, and by which events it finds it: the shape of EIP-6963 under names of our own. */

/** Dispatched on `window` by a page that looks for inboxes; whoever is there announces itself again. */
export const requestProviderEvent = 'walletInbox:requestProvider';

/** A `CustomEvent` on `window` whose `detail` is an `InboxAnnouncement`. */
export const announceProviderEvent = 'walletInbox:announceProvider';

/** EIP-1193. Rejections are `Error`s with `code`, `message` and `data.reason` of a `ProviderFault`. */
export interface InboxProvider {
  request(args: { readonly method: string; readonly params?: unknown }): Promise<unknown>;
  on(event: string, listener: (data: never) => void): InboxProvider;
  removeListener(event: string, listener: (data: never) => void): InboxProvider;
}

export interface InboxInfo {
  /** Random, of this page load. */
  readonly uuid: string;
  readonly name: string;
  /** A data URI. */
  readonly icon: string;
  readonly rdns: string;
}

export interface InboxAnnouncement {
  readonly info: InboxInfo;
  readonly provider: InboxProvider;
}
