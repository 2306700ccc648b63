/** The sites that have asked: the Apps tab and the page of each. */
import * as v from 'valibot';
import { defineChannel } from '../channel.ts';
import { grantIdField, originField, siteViewSchema, typeChoiceField } from '../siteView.ts';
import { cappedText, conversationIdField, requestIdField } from '../wireFields.ts';

const done = v.strictObject({});

export const maxSitesInView = 500;

export const sitesField = v.pipe(v.array(siteViewSchema), v.maxLength(maxSitesInView));

export const siteChannels = {
  /** All of them now, last used first; a `sites` event with all of them on every change. */
  'sites.subscribe': defineChannel({
    input: v.strictObject({}),
    output: v.strictObject({ sites: sitesField }),
    errors: ['Vault.Locked'],
    timeoutMs: 20_000,
  }),
  /** Which types are switched on. */
  'site.setTypes': defineChannel({
    input: v.strictObject({ grantId: grantIdField, typeIds: typeChoiceField }),
    output: done,
    errors: ['Vault.Locked', 'Site.UnknownGrant'],
    timeoutMs: 20_000,
  }),
  'site.setMuted': defineChannel({
    input: v.strictObject({ grantId: grantIdField, isMuted: v.boolean() }),
    output: done,
    errors: ['Vault.Locked', 'Site.UnknownGrant'],
    timeoutMs: 20_000,
  }),
  /** Off: the sender is denied at once, whatever site and network do. On: allowed again. */
  'site.setSubscribed': defineChannel({
    input: v.strictObject({ grantId: grantIdField, isSubscribed: v.boolean() }),
    output: done,
    errors: ['Vault.Locked', 'Site.UnknownGrant'],
    timeoutMs: 20_000,
  }),
  /** Drops all grants of a site and denies its senders. */
  'site.revoke': defineChannel({
    input: v.strictObject({ origin: originField }),
    output: done,
    errors: ['Vault.Locked'],
    timeoutMs: 20_000,
  }),
  /** Whether a site may ask at all; true also ends a cool-down. */
  'site.setMayAsk': defineChannel({
    input: v.strictObject({ origin: originField, mayAsk: v.boolean() }),
    output: done,
    errors: ['Vault.Locked'],
    timeoutMs: 20_000,
  }),
  /** Unsubscribes, silences the site, and answers with a text for whoever should know: origin, sender, times; no message. */
  'site.report': defineChannel({
    input: v.strictObject({ grantId: grantIdField }),
    output: v.strictObject({ report: cappedText(2_000) }),
    errors: ['Vault.Locked', 'Site.UnknownGrant'],
    timeoutMs: 20_000,
  }),
  /**
   * What a site wants to write to whom. Read once: the window takes it over. `conversationId` when there is a
   * conversation with that peer already.
   */
  'draft.take': defineChannel({
    input: v.strictObject({ draftId: requestIdField }),
    output: v.strictObject({
      draft: v.exactOptional(
        v.strictObject({
          origin: originField,
          peer: cappedText(128),
          text: cappedText(2_000),
          conversationId: v.exactOptional(conversationIdField),
        }),
      ),
    }),
    errors: ['Vault.Locked'],
    timeoutMs: 30_000,
  }),
};
