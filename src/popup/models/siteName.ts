import type { SiteView } from '../../bridge/siteView.ts';

export const siteHost = (origin: string): string => new URL(origin).host;

/** The address, which cannot be made up; before it what the verified file calls the site. */
export function siteName({ name, origin }: Pick<SiteView, 'name' | 'origin'>): string {
  const host = siteHost(origin);
  return name === undefined ? host : `${name} · ${host}`;
}

/** The site that an inbox writes for. Of two, the one that was used last. */
export function siteOfPeer(
  sites: readonly SiteView[],
  peerInboxId: string | undefined,
): SiteView | undefined {
  return sites.find(({ subscriptions }) => subscriptions.some(({ sender }) => sender === peerInboxId));
}
