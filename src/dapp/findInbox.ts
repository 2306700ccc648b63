import {
  announceProviderEvent,
  type InboxAnnouncement,
  requestProviderEvent,
} from '../bridge/page/inboxProvider.ts';
import { createInbox, type Inbox } from './createInbox.ts';

export type { InboxInfo, InboxProvider } from '../bridge/page/inboxProvider.ts';
export type * from '../bridge/page/pageMethods.ts';
export type { Inbox } from './createInbox.ts';
// biome-ignore lint/performance/noBarrelFile: this is the package's one entry for pages, and small enough to be taken whole.
export { ProviderFaultError } from './ProviderFaultError.ts';

/**
 * The inbox of this browser, or undefined when none announced itself in time (it is not installed, or this is not the top
 * frame of an https or localhost page). The first one wins; to let the person choose among several, listen to
 * `walletInbox:announceProvider` yourself.
 *
 * @example
 * import { findInbox } from 'wallet-inbox/dapp';
 *
 * const inbox = await findInbox({ timeoutMs: 500 });
 * if (inbox === undefined) showInstallHint();
 * else button.onclick = () => inbox.requestPermissions({ notify: { sender, types } });
 */
export async function findInbox({
  timeoutMs = 1_000,
}: {
  readonly timeoutMs?: number;
} = {}): Promise<Inbox | undefined> {
  return new Promise((resolve) => {
    const answer = (inbox: Inbox | undefined) => {
      removeEventListener(announceProviderEvent, hear);
      clearTimeout(timer);
      resolve(inbox);
    };
    const hear = (event: Event) => {
      // Anything in the page can dispatch this event.
      const detail = (event as CustomEvent<InboxAnnouncement | null>).detail;
      if (detail?.provider) answer(createInbox(detail.info, detail.provider));
    };
    const timer = setTimeout(answer, timeoutMs, undefined);
    addEventListener(announceProviderEvent, hear);
    dispatchEvent(new Event(requestProviderEvent));
  });
}
