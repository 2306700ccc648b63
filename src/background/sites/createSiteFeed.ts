/** All sites as windows follow them: few, so every change sends them anew. */
import { maxSitesInView } from '../../bridge/channels/siteChannels.ts';
import type { SiteView } from '../../bridge/siteView.ts';
import type { Client } from '../../core/client/client.ts';
import type { AskingRules } from '../approvals/createAskingRules.ts';
import { createFlusher } from '../feeds/createFlusher.ts';
import type { WindowContext } from '../port/createWindowHub.ts';
import type { SiteStore } from './createSiteStore.ts';
import { silencedSiteView, toSiteView } from './toSiteView.ts';

export interface SiteFeed {
  follow(window: WindowContext): Promise<readonly SiteView[]>;
  /** Something of them changed. */
  refresh(): void;
  /** The store was closed. */
  end(): void;
}

const delayMs = 50;

export function createSiteFeed(deps: {
  /** The open store and its client; undefined while locked. */
  readonly open: () => { readonly store: SiteStore; readonly client: Pick<Client, 'findDm'> } | undefined;
  readonly rules: AskingRules;
  readonly windows: () => readonly WindowContext[];
}): SiteFeed {
  const followers = new Set<WindowContext>();

  const read = async (): Promise<readonly SiteView[]> => {
    const open = deps.open();
    if (open === undefined) return [];
    const silenced = new Set(await deps.rules.silenced());
    const sites = open.store.sites();
    const known = new Set(sites.map(({ origin }) => origin));
    const views = await Promise.all(
      sites.map((site) => toSiteView(site, open.client, silenced.has(site.origin))),
    );
    const others = [...silenced].filter((origin) => !known.has(origin)).map(silencedSiteView);
    return [...views, ...others].slice(0, maxSitesInView);
  };

  const flusher = createFlusher(async () => {
    if (followers.size === 0) return;
    const sites = await read();
    if (deps.open() === undefined) return;
    const present = new Set(deps.windows());
    for (const window of followers) {
      if (present.has(window)) window.send({ kind: 'sites', sites: [...sites] });
      else followers.delete(window);
    }
  }, delayMs);

  return {
    async follow(window) {
      followers.add(window);
      return await read();
    },
    refresh: flusher.schedule,
    end: () => followers.clear(),
  };
}
