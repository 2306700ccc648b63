/** What sites were granted: rows of the account's store, held in memory while it is open, changed one at a time. */
import { bytesToHex } from '../../core/bytes/hex.ts';
import type { Client } from '../../core/client/client.ts';
import { WalletInboxError } from '../../core/errors.ts';
import type { Clock, Database, Logger, Random } from '../../core/ports.ts';
import type { SiteBody, SiteSubscriptionBody } from '../../core/records.ts';
import { createMutex } from '../platform/createMutex.ts';
import { errorFacts } from '../platform/errorFacts.ts';
import {
  isEmptySite,
  isWantedBy,
  type NotifyGrant,
  newSite,
  withConsentDue,
  withNotify,
  withOpenConversation,
  withoutExpired,
  withoutGrants,
  withSubscription,
  withTypesOn,
} from './siteChanges.ts';

/** What a person has allowed an origin, all at once. */
export interface GrantInput {
  readonly origin: string;
  /** Of the verified file. */
  readonly name?: string;
  readonly icon?: string;
  readonly notify?: NotifyGrant;
  readonly openConversation: boolean;
}

export interface SiteStore {
  /** Of every origin that has a grant now; last used first. */
  sites(): readonly SiteBody[];
  site(origin: string): SiteBody | undefined;
  /** Whose messages from this inbox are: the active subscriptions of any origin. */
  subscriptionsOfSender(
    inboxId: string,
  ): readonly { readonly site: SiteBody; readonly subscription: SiteSubscriptionBody }[];
  grant(input: GrantInput): Promise<void>;
  /** All of them throw `Site.UnknownGrant`. */
  setTypes(grantId: string, typeIds: readonly string[]): Promise<void>;
  setMuted(grantId: string, isMuted: boolean): Promise<void>;
  /** Off: the sender is denied, unless another origin's active subscription wants the same sender. */
  setSubscribed(grantId: string, isSubscribed: boolean): Promise<void>;
  /** Drops all grants of an origin and denies its senders, with the same exception. Nothing to drop is no error. */
  revoke(origin: string): Promise<void>;
  noteUse(origin: string): Promise<void>;
}

export interface SiteStoreDeps {
  readonly database: Database;
  readonly client: Pick<Client, 'setInboxConsent'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** After a change is on the disk. */
  readonly onChange: (origin: string) => void;
}

interface Row {
  readonly key: string;
  readonly revision: number;
  readonly body: SiteBody;
}

/** A row of a site is written with its use at most this often. */
const useStepMs = 60_000;

/** Reads the rows, drops what has run out, and pays what consent was still due when the worker last died. */
export async function createSiteStore(deps: SiteStoreDeps): Promise<SiteStore> {
  const { database, client, clock, random, logger, onChange } = deps;
  const exclusive = createMutex();
  const rows = new Map<string, Row>();
  for (const { key, revision, body } of await database.list('sites')) {
    rows.set(body.origin, { key, revision, body });
  }

  const write = async (before: Row | undefined, body: SiteBody): Promise<void> => {
    const key = before?.key ?? bytesToHex(random.bytes(16));
    const revision = before?.revision ?? 0;
    const expect = { kind: 'expect', table: 'sites', key, revision } as const;
    if (isEmptySite(body)) {
      if (before !== undefined) await database.commit([expect, { kind: 'delete', table: 'sites', key }]);
      rows.delete(body.origin);
      return;
    }
    await database.commit([expect, { kind: 'put', table: 'sites', record: { key, clear: {}, body } }]);
    rows.set(body.origin, { key, revision: revision + 1, body });
  };

  /** The row is on the disk before the consent is touched, and says what is due: a crash between the two is repaired. */
  const payConsent = async (origin: string): Promise<void> => {
    for (;;) {
      const row = rows.get(origin);
      const due = row?.body.consentDue[0];
      if (row === undefined || due === undefined) return;
      await client.setInboxConsent(due.senderInboxId, due.state);
      await write(row, { ...row.body, consentDue: row.body.consentDue.slice(1) });
    }
  };

  const isWantedElsewhere = (origin: string, senderInboxId: string): boolean =>
    [...rows.values()].some(({ body }) => body.origin !== origin && isWantedBy(body, senderInboxId));

  /** What the consent of the senders that `after` has lost, or won, must become. */
  const withDebts = (before: SiteBody, after: SiteBody, lost: 'denied' | 'unknown'): SiteBody => {
    const senders = new Set(
      [...before.subscriptions, ...after.subscriptions].map(({ senderInboxId }) => senderInboxId),
    );
    let next = after;
    for (const sender of senders) {
      const [was, is] = [isWantedBy(before, sender), isWantedBy(after, sender)];
      // One inbox may write for two sites: who leaves one of them has not left the other.
      if (is && !was) next = withConsentDue(next, sender, 'allowed');
      else if (was && !is && !isWantedElsewhere(after.origin, sender)) {
        next = withConsentDue(next, sender, lost);
      }
    }
    return next;
  };

  const change = (
    origin: string,
    compute: (site: SiteBody) => SiteBody,
    lost: 'denied' | 'unknown' = 'denied',
  ): Promise<void> =>
    exclusive(async () => {
      const row = rows.get(origin);
      const before = row?.body ?? newSite(origin);
      const after = compute(before);
      if (after === before) return;
      await write(row, withDebts(before, after, lost));
      await payConsent(origin);
      onChange(origin);
    });

  const live = (): readonly SiteBody[] =>
    [...rows.values()]
      .map(({ body }) => withoutExpired(body, clock.nowMs()))
      .filter((site) => site.subscriptions.length > 0 || site.openConversation !== undefined)
      .sort((a, b) => (b.lastUsedMs ?? 0) - (a.lastUsedMs ?? 0) || a.origin.localeCompare(b.origin));

  const changeGrant = async (
    grantId: string,
    compute: (subscription: SiteSubscriptionBody) => SiteSubscriptionBody,
  ): Promise<void> => {
    const site = live().find(({ subscriptions }) => subscriptions.some((each) => each.grantId === grantId));
    if (site === undefined) throw new WalletInboxError('Site.UnknownGrant', 'There is no such grant.');
    await change(site.origin, (body) => withSubscription(body, grantId, compute));
  };

  for (const origin of [...rows.keys()]) {
    try {
      // A grant that ran out is no block: its sender is a stranger again.
      await change(origin, (site) => withoutExpired(site, clock.nowMs()), 'unknown');
      await exclusive(() => payConsent(origin));
    } catch (error) {
      // The row still says what is due: the next opening tries again.
      logger.warn('sites.notTidied', errorFacts(error));
    }
  }

  return {
    sites: live,
    site: (origin) => live().find((site) => site.origin === origin),
    subscriptionsOfSender: (inboxId) =>
      live().flatMap((site) =>
        site.subscriptions
          .filter((each) => each.isActive && each.senderInboxId === inboxId)
          .map((subscription) => ({ site, subscription })),
      ),
    grant: ({ origin, name, icon, notify, openConversation }) =>
      change(origin, (site) => {
        const nowMs = clock.nowMs();
        const newId = () => ({ nowMs, newGrantId: bytesToHex(random.bytes(16)) });
        let next: SiteBody = {
          ...site,
          lastUsedMs: nowMs,
          ...(name === undefined ? {} : { name }),
          ...(icon === undefined ? {} : { icon }),
        };
        if (notify !== undefined) {
          next = withNotify(next, notify, newId());
          // Allowed even where it was wanted before: the person may have blocked the sender meanwhile, and now says yes.
          next = withConsentDue(next, notify.sender, 'allowed');
        }
        return openConversation ? withOpenConversation(next, newId()) : next;
      }),
    setTypes: (grantId, typeIds) => changeGrant(grantId, (each) => withTypesOn(each, typeIds)),
    setMuted: (grantId, isMuted) => changeGrant(grantId, (each) => ({ ...each, isMuted })),
    setSubscribed: (grantId, isActive) => changeGrant(grantId, (each) => ({ ...each, isActive })),
    revoke: (origin) =>
      change(origin, (site) =>
        site.subscriptions.length === 0 && site.openConversation === undefined ? site : withoutGrants(site),
      ),
    noteUse: (origin) =>
      change(origin, (site) => {
        const nowMs = clock.nowMs();
        if (isEmptySite(site) || nowMs - (site.lastUsedMs ?? 0) < useStepMs) return site;
        return { ...site, lastUsedMs: nowMs };
      }),
  };
}
