/** Which page a port comes from, by what the browser stamped on it and nothing else. */
import type { PortSender } from '../port/checkSender.ts';

/** A document that may speak. */
export interface ProvenPage {
  /** Tab and document: the same for all ports of one document, of no other. */
  readonly documentKey: string;
  /** `https://shop.example`, `http://localhost:3000` */
  readonly origin: string;
}

/** Names of this machine: what a browser trusts like https. */
const localHost = /^(?:localhost|(?:[a-z0-9-]+\.)+localhost|127\.0\.0\.1|\[::1\])$/u;

/** The page of a relay's port: the top frame of a visible tab, https or on this machine. Sandboxed pages have no origin. */
export function provenPage(sender: PortSender | undefined, ownId: string): ProvenPage | undefined {
  if (sender === undefined || sender.id !== ownId) return undefined;
  const { origin, documentId, frameId, documentLifecycle, tab } = sender;
  if (frameId !== 0 || tab?.id === undefined || documentId === undefined) return undefined;
  // A page in the making is shown to nobody: it must not open windows.
  if (documentLifecycle !== undefined && documentLifecycle !== 'active') return undefined;
  if (origin === undefined || origin.length > 300 || !URL.canParse(origin)) return undefined;
  const url = new URL(origin);
  if (url.origin !== origin) return undefined;
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && localHost.test(url.hostname));
  return isSafe ? { documentKey: `${tab.id}/${documentId}`, origin } : undefined;
}
