import type { siteChannels } from '../../bridge/channels/siteChannels.ts';
import type { Client } from '../../core/client/client.ts';
import { WalletInboxError } from '../../core/errors.ts';
import type { SiteBody, SiteSubscriptionBody } from '../../core/records.ts';
import type { AskingRules } from '../approvals/createAskingRules.ts';
import type { Drafts } from '../sites/createDrafts.ts';
import type { SiteFeed } from '../sites/createSiteFeed.ts';
import type { SiteStore } from '../sites/createSiteStore.ts';
import type { Procedures } from './procedure.ts';

/** Behind sites.*, site.* and draft.take. */
export function siteProcedures(deps: {
  readonly client: () => Promise<Client>;
  /** Throws `Vault.Locked`. */
  readonly store: () => Promise<SiteStore>;
  readonly rules: AskingRules;
  readonly drafts: Drafts;
  readonly feed: SiteFeed;
}): Procedures<keyof typeof siteChannels> {
  const { client, store, rules, drafts, feed } = deps;
  return {
    async 'sites.subscribe'(_, window) {
      await store();
      return { sites: [...(await feed.follow(window))] };
    },
    async 'site.setTypes'({ grantId, typeIds }) {
      await (await store()).setTypes(grantId, typeIds);
      return {};
    },
    async 'site.setMuted'({ grantId, isMuted }) {
      await (await store()).setMuted(grantId, isMuted);
      return {};
    },
    async 'site.setSubscribed'({ grantId, isSubscribed }) {
      await (await store()).setSubscribed(grantId, isSubscribed);
      return {};
    },
    async 'site.revoke'({ origin }) {
      await (await store()).revoke(origin);
      return {};
    },
    async 'site.setMayAsk'({ origin, mayAsk }) {
      await store();
      await rules.setSilenced(origin, !mayAsk);
      feed.refresh();
      return {};
    },
    async 'site.report'({ grantId }) {
      const open = await store();
      for (const site of open.sites()) {
        const subscription = site.subscriptions.find((each) => each.grantId === grantId);
        if (subscription === undefined) continue;
        await open.setSubscribed(grantId, false);
        await rules.setSilenced(site.origin, true);
        feed.refresh();
        return { report: reportOf(site, subscription) };
      }
      throw new WalletInboxError('Site.UnknownGrant', 'There is no such grant.');
    },
    async 'draft.take'({ draftId }) {
      const open = await client();
      const draft = await drafts.take(draftId);
      if (draft === undefined) return {};
      // A name or an address that cannot be looked up now is for the window to say.
      const known = await open.findDm(draft.peer).catch(() => undefined);
      return {
        draft: { ...draft, ...(known === undefined ? {} : { conversationId: known.conversationId }) },
      };
    },
  };
}

/** Facts only, for the site's people or for whoever judges such things; no message is quoted. */
function reportOf(site: SiteBody, subscription: SiteSubscriptionBody): string {
  const time = (ms: number) => new Date(ms).toISOString();
  return [
    'Report of unwanted notifications (wallet-inbox)',
    `Site: ${site.origin}`,
    `Sender inbox: ${subscription.senderInboxId}`,
    `Grant: ${subscription.grantId}`,
    `Granted: ${time(subscription.grantedMs)}`,
    `Sender listed by the site's well-known file then: ${subscription.isVerified ? 'yes' : 'no'}`,
    `Kinds: ${subscription.types.map(({ id, isOn }) => `${id} (${isOn ? 'on' : 'off'})`).join(', ')}`,
  ].join('\n');
}
