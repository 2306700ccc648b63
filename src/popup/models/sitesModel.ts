import { type ReadonlySignal, signal } from '@preact/signals';
import type { InputOf } from '../../bridge/channels/popupChannels.ts';
import type { SiteView } from '../../bridge/siteView.ts';
import type { BackgroundPort } from '../adapter/backgroundPort.ts';
import { type Failure, failureOf } from './failure.ts';

/** Channels that change something and answer nothing. */
type SiteChange = 'site.setTypes' | 'site.setMuted' | 'site.setSubscribed' | 'site.revoke' | 'site.setMayAsk';

export interface SitesModel {
  /** Last used first; undefined until the worker has spoken. */
  readonly sites: ReadonlySignal<readonly SiteView[] | undefined>;
  readonly failure: ReadonlySignal<Failure | undefined>;
  subscribe(): Promise<void>;
  /** What comes of it arrives as the new list. */
  change<N extends SiteChange>(channel: N, input: InputOf<N>): Promise<void>;
  /** Ends the subscription, silences the site, and answers with a text to pass on. */
  report(grantId: string): Promise<string | undefined>;
  clear(): void;
  dispose(): void;
}

export function createSitesModel(port: BackgroundPort): SitesModel {
  const sites = signal<readonly SiteView[]>();
  const failure = signal<Failure>();

  const stop = port.onEvent((event) => {
    if (event.kind === 'sites') sites.value = event.sites;
  });

  async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work();
      failure.value = undefined;
      return result;
    } catch (error) {
      failure.value = failureOf(error);
      return undefined;
    }
  }

  return {
    sites,
    failure,
    async subscribe() {
      await attempt(async () => {
        sites.value = (await port.request('sites.subscribe', {})).sites;
      });
    },
    async change(channel, input) {
      await attempt(() => port.request(channel, input));
    },
    report: async (grantId) => (await attempt(() => port.request('site.report', { grantId })))?.report,
    clear() {
      sites.value = undefined;
    },
    dispose: stop,
  };
}
