/**
 * What a page may ask of the provider (`provider.request({ method, params })`, EIP-1193) and what it is answered.
 * Types only: this file is compiled into pages, where every byte counts. The checks are in `pageSchemas.ts`, beside the
 * worker that makes them.
 */

/** A kind of message that a site wants to send, to be switched on or off by the person. */
export interface NotificationType {
  /** Named by the site, sent along with every notification: `^[a-z0-9][a-z0-9._-]{0,31}$`. */
  readonly id: string;
  /** As the person reads it, at most 40 characters. */
  readonly name: string;
  /** At most 120 characters. */
  readonly description?: string;
}

/** What a site asks for. Each capability is granted, or not, by itself. */
export interface PermissionRequest {
  readonly notify?: {
    /** Inbox id (64 lower-case hex digits) of the one sender that may write. */
    readonly sender: string;
    readonly types: readonly NotificationType[];
    /** Why, in the site's own words; shown as such. At most 200 characters. */
    readonly reason?: string;
  };
  readonly openConversation?: Readonly<Record<string, never>>;
}

export type Grant =
  | {
      readonly capability: 'notify';
      readonly grantId: string;
      /** Seconds since the epoch. */
      readonly expiresAt: number;
      /** The exact inbox that may write. */
      readonly sender: string;
      /** Ids of the types that are switched on. */
      readonly types: readonly string[];
    }
  | { readonly capability: 'openConversation'; readonly grantId: string; readonly expiresAt: number };

/** What this origin has. Without a grant it learns no account. */
export interface Permissions {
  /** CAIP-10, e.g. `eip155:1:0x...`. */
  readonly account?: string;
  readonly inboxId?: string;
  readonly grants: readonly Grant[];
}

export interface Subscription {
  readonly grantId: string;
  readonly sender: string;
  /** Ids of the types that are switched on. */
  readonly types: readonly string[];
}

export interface Capabilities {
  /** Of this interface, not of the program: raised when a method changes its meaning. */
  readonly version: 1;
  readonly methods: readonly PageMethod[];
  readonly events: readonly PageEventName[];
  readonly capabilities: readonly ('notify' | 'openConversation')[];
}

/** Params and result by method. Every method takes one object, or a list with that object as its only entry. */
export interface PageMethods {
  /** Nothing about the person. */
  inbox_getCapabilities: { readonly params: undefined; readonly result: Capabilities };
  /** Asks the person; needs a click or a key press in the page. */
  inbox_requestPermissions: { readonly params: PermissionRequest; readonly result: Permissions };
  inbox_getPermissions: { readonly params: undefined; readonly result: Permissions };
  /** Drops all of this origin's grants. */
  inbox_revokePermissions: { readonly params: undefined; readonly result: Permissions };
  /** Asks the person; needs a click, and a `notify` grant of this very sender. Starts again what was unsubscribed. */
  inbox_subscribe: {
    readonly params: { readonly sender: string; readonly types: readonly NotificationType[] };
    readonly result: Subscription;
  };
  /** Narrows: `types` are the ids to keep. What is off can only be switched on by the person. */
  inbox_updateSubscription: {
    readonly params: { readonly sender: string; readonly types: readonly string[] };
    readonly result: Subscription;
  };
  /** The sender is denied from now on. Works without an answer of the site or of the network. */
  inbox_unsubscribe: { readonly params: { readonly sender: string }; readonly result: null };
  inbox_getSubscriptions: { readonly params: undefined; readonly result: readonly Subscription[] };
  /**
   * Opens the inbox at a peer (address, inbox id or name) with a draft in the composer. Never sends. Needs a click and an
   * `openConversation` grant. Says nothing about the peer.
   */
  inbox_openConversation: {
    readonly params: { readonly peer: string; readonly draft?: string };
    readonly result: null;
  };
}

export type PageMethod = keyof PageMethods;

export interface PageEvents {
  /** This origin's grants changed: asked for, expired, or changed by the person in the inbox. */
  permissionsChanged: Permissions;
  /** A conversation that this page asked for was opened. */
  conversationOpened: Readonly<Record<string, never>>;
  /** The extension is gone from this page (it was updated or removed): reload to reach it again. */
  disconnect: ProviderFault;
}

export type PageEventName = keyof PageEvents;

/** A failure as a page sees it. */
export interface ProviderFault {
  readonly code: ProviderFaultCode;
  readonly message: string;
  /** For programs: why, within the code. */
  readonly data: { readonly reason: ProviderFaultReason };
}

/** EIP-1193 and EIP-1474. */
export type ProviderFaultCode = 4001 | 4100 | 4200 | 4900 | -32602 | -32603 | -32002 | -32005;

export type ProviderFaultReason =
  /** 4001. The person said no, closed the window, or does not want to be asked now. */
  | 'rejected'
  /** 4001. The site's `/.well-known/wallet-inbox.json` names other senders. */
  | 'senderMismatch'
  /** 4100. There was no click or key press in the page. */
  | 'gestureRequired'
  /** 4100. There is no grant for this. */
  | 'notGranted'
  /** 4100. Only a top frame of an https or localhost page may ask. */
  | 'originRefused'
  /** 4200 */
  | 'unsupportedMethod'
  /** 4900 */
  | 'disconnected'
  /** -32602 */
  | 'invalidParams'
  /** -32603. A fault of ours. */
  | 'internal'
  /** -32002. A request of this origin is waiting for the person. */
  | 'alreadyPending'
  /** -32005 */
  | 'limitExceeded';
