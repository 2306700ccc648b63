import type { InboxInfo, InboxProvider } from '../bridge/page/inboxProvider.ts';
import type {
  Capabilities,
  NotificationType,
  PageEventName,
  PageEvents,
  PageMethod,
  PageMethods,
  PermissionRequest,
  Permissions,
  Subscription,
} from '../bridge/page/pageMethods.ts';
import { asProviderFaultError } from './ProviderFaultError.ts';

/**
 * An inbox that this page found. Every method rejects with a `ProviderFaultError`. Nothing here tells whether the person
 * has an account, or whether it is unlocked: without a grant, every inbox answers the same.
 */
export interface Inbox {
  /** As the inbox describes itself. */
  readonly info: InboxInfo;
  /** The EIP-1193 provider below, for what this helper has no word for. */
  readonly provider: InboxProvider;

  /**
   * What the interface can do; nothing about the person.
   *
   * @example
   * const { capabilities } = await inbox.getCapabilities();
   * const mayOpen = capabilities.includes('openConversation');
   */
  getCapabilities(): Promise<Capabilities>;

  /**
   * Asks the person. Call it in the handler of a click: without one it is refused with `gestureRequired`. The answer says
   * what was granted, which can be less than was asked for, e.g. fewer types.
   *
   * @example
   * button.onclick = async () => {
   *   const { grants } = await inbox.requestPermissions({
   *     notify: {
   *       sender: 'the 64 hex digits of your backend’s inbox id',
   *       types: [{ id: 'orders', name: 'Orders', description: 'When an order is sent or arrives.' }],
   *       reason: 'To tell you where your parcel is.',
   *     },
   *     openConversation: {},
   *   });
   *   console.log(grants.map(({ capability }) => capability));
   * };
   */
  requestPermissions(request: PermissionRequest): Promise<Permissions>;

  /**
   * What this origin has now; no grants when it has none, or when the inbox is locked.
   *
   * @example
   * const { grants } = await inbox.getPermissions();
   * const mayNotify = grants.some(({ capability }) => capability === 'notify');
   */
  getPermissions(): Promise<Permissions>;

  /**
   * Drops all that this origin was granted.
   *
   * @example
   * await inbox.revokePermissions();
   */
  revokePermissions(): Promise<Permissions>;

  /**
   * Offers other types than before, or begins again after an unsubscription. Asks the person, so it needs a click, and a
   * `notify` grant of this very sender.
   *
   * @example
   * button.onclick = async () => {
   *   const { types } = await inbox.subscribe({ sender, types: [{ id: 'offers', name: 'Offers' }] });
   *   console.log('on:', types);
   * };
   */
  subscribe(request: {
    readonly sender: string;
    readonly types: readonly NotificationType[];
  }): Promise<Subscription>;

  /**
   * Keeps the types with these ids and switches the others off. Only the person can switch one on.
   *
   * @example
   * await inbox.updateSubscription({ sender, types: ['orders'] });
   */
  updateSubscription(request: {
    readonly sender: string;
    readonly types: readonly string[];
  }): Promise<Subscription>;

  /**
   * The sender is denied from now on; the inbox needs neither your server nor the network for it.
   *
   * @example
   * await inbox.unsubscribe({ sender });
   */
  unsubscribe(request: { readonly sender: string }): Promise<null>;

  /**
   * This origin's subscriptions; none when the inbox is locked.
   *
   * @example
   * for (const { sender, types } of await inbox.getSubscriptions()) console.log(sender, types);
   */
  getSubscriptions(): Promise<readonly Subscription[]>;

  /**
   * Opens the inbox at a peer, with a draft in the composer that the person may send, change or drop. Needs a click and
   * an `openConversation` grant; tells nothing about the peer.
   *
   * @example
   * button.onclick = () => inbox.openConversation({ peer: sellerAddress, draft: 'Is the lamp still there?' });
   */
  openConversation(request: { readonly peer: string; readonly draft?: string }): Promise<null>;

  /**
   * Listens to an event; the answer stops it.
   *
   * @example
   * const stop = inbox.on('permissionsChanged', ({ grants }) => render(grants));
   * addEventListener('pagehide', stop);
   */
  on<E extends PageEventName>(event: E, listener: (data: PageEvents[E]) => void): () => void;
}

/** The typed face of an announced provider. */
export function createInbox(info: InboxInfo, provider: InboxProvider): Inbox {
  async function call<M extends PageMethod>(
    method: M,
    params?: PageMethods[M]['params'],
  ): Promise<PageMethods[M]['result']> {
    try {
      return (await provider.request(
        params === undefined ? { method } : { method, params },
      )) as PageMethods[M]['result'];
    } catch (error) {
      throw asProviderFaultError(error);
    }
  }
  return {
    info,
    provider,
    getCapabilities: () => call('inbox_getCapabilities'),
    requestPermissions: (request) => call('inbox_requestPermissions', request),
    getPermissions: () => call('inbox_getPermissions'),
    revokePermissions: () => call('inbox_revokePermissions'),
    subscribe: (request) => call('inbox_subscribe', request),
    updateSubscription: (request) => call('inbox_updateSubscription', request),
    unsubscribe: (request) => call('inbox_unsubscribe', request),
    getSubscriptions: () => call('inbox_getSubscriptions'),
    openConversation: (request) => call('inbox_openConversation', request),
    on(event, listener) {
      provider.on(event, listener);
      return () => {
        provider.removeListener(event, listener);
      };
    },
  };
}
