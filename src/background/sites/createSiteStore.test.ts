import { expect, test } from 'vitest';
import { unsafeFakeClient } from '../session/unsafeFakeClient.ts';
import type { GrantInput } from './createSiteStore.ts';
import { sitePermissions, siteSubscriptions } from './sitePermissions.ts';
import { unsafeFakeSites } from './unsafeFakeSites.ts';

const shop = 'https://shop.example';
const news = 'https://news.example';
const sender = '5e'.repeat(32);
const types = [
  { id: 'order', name: 'Orders', isOn: true },
  { id: 'promo', name: 'Offers', isOn: false },
];
const grantOf = (origin: string, change: Partial<GrantInput> = {}): GrantInput => ({
  origin,
  notify: { sender, types, isVerified: true },
  openConversation: false,
  ...change,
});
const account = { address: `0x${'AB'.repeat(20)}`, inboxId: '0c'.repeat(32) };

test('a grant is what was allowed, for this origin and this sender alone', async () => {
  const { store, client } = await unsafeFakeSites({ clock: { nowMs: () => 1_000_000 } });
  await store.grant(grantOf(shop));
  const [grant, ...others] = sitePermissions(store.site(shop), account).grants;
  expect(others).toEqual([]);
  expect(grant).toMatchObject({
    capability: 'notify',
    sender,
    types: ['order'],
    expiresAt: 1_000 + 365 * 24 * 60 * 60,
  });
  expect(sitePermissions(store.site(shop), account).account).toBe(`eip155:1:0x${'ab'.repeat(20)}`);
  expect(sitePermissions(store.site(news), account)).toEqual({ grants: [] });
  expect(store.site(shop)?.openConversation).toBeUndefined();
  expect(store.subscriptionsOfSender('5f'.repeat(32))).toEqual([]);
  expect(await client.inboxConsent(sender)).toBe('allowed');
});

test('one capability does not bring the other', async () => {
  const { store } = await unsafeFakeSites();
  await store.grant({ origin: shop, openConversation: true });
  expect(store.site(shop)?.subscriptions).toEqual([]);
  expect(sitePermissions(store.site(shop), account).grants.map(({ capability }) => capability)).toEqual([
    'openConversation',
  ]);
});

test('unsubscribing denies the sender and keeps the grant; subscribing again allows it', async () => {
  const { store, client } = await unsafeFakeSites();
  await store.grant(grantOf(shop));
  const grantId = store.site(shop)?.subscriptions[0]?.grantId ?? '';
  await store.setSubscribed(grantId, false);
  expect(await client.inboxConsent(sender)).toBe('denied');
  expect(siteSubscriptions(store.site(shop))).toEqual([]);
  expect(sitePermissions(store.site(shop), account).grants).toMatchObject([{ grantId, types: [] }]);
  expect(store.subscriptionsOfSender(sender)).toEqual([]);
  await store.setSubscribed(grantId, true);
  expect(await client.inboxConsent(sender)).toBe('allowed');
  expect(siteSubscriptions(store.site(shop))).toEqual([{ grantId, sender, types: ['order'] }]);
});

test('a sender of two sites is denied only when the last of them is left', async () => {
  const { store, client } = await unsafeFakeSites();
  await store.grant(grantOf(shop));
  await store.grant(grantOf(news));
  await store.revoke(shop);
  expect(store.site(shop)).toBeUndefined();
  expect(await client.inboxConsent(sender)).toBe('allowed');
  await store.setSubscribed(store.site(news)?.subscriptions[0]?.grantId ?? '', false);
  expect(await client.inboxConsent(sender)).toBe('denied');
});

test('a grant that is made again keeps its id, and what the person set on it', async () => {
  const { store } = await unsafeFakeSites();
  await store.grant(grantOf(shop));
  const grantId = store.site(shop)?.subscriptions[0]?.grantId ?? '';
  await store.setMuted(grantId, true);
  await store.grant(
    grantOf(shop, { notify: { sender, types: [{ id: 'new', name: 'New', isOn: true }], isVerified: false } }),
  );
  expect(store.site(shop)?.subscriptions).toMatchObject([
    { grantId, isMuted: true, isVerified: false, types: [{ id: 'new', isOn: true }] },
  ]);
});

test('an unknown grant is a coded refusal', async () => {
  const { store } = await unsafeFakeSites();
  await expect(store.setMuted('00'.repeat(16), true)).rejects.toMatchObject({ code: 'Site.UnknownGrant' });
  await store.revoke(shop);
});

test('everything is there again after a restart', async () => {
  const { store, database } = await unsafeFakeSites();
  await store.grant(grantOf(shop, { name: 'Shop', openConversation: true }));
  const again = await unsafeFakeSites({ database });
  expect(again.store.sites()).toEqual(store.sites());
  await again.store.setTypes(again.store.site(shop)?.subscriptions[0]?.grantId ?? '', ['promo']);
  expect(siteSubscriptions(again.store.site(shop))).toMatchObject([{ types: ['promo'] }]);
});

test('a death between the row and the consent is repaired, and a later block by the person stays', async () => {
  const client = unsafeFakeClient();
  const dying = { ...client, setInboxConsent: () => Promise.reject(new Error('the worker dies here')) };
  const { store, database } = await unsafeFakeSites({ client: dying });
  await expect(store.grant(grantOf(shop))).rejects.toThrow('dies here');
  expect(await client.inboxConsent(sender)).toBe('unknown');
  await unsafeFakeSites({ database, client });
  expect(await client.inboxConsent(sender)).toBe('allowed');
  await client.setInboxConsent(sender, 'denied');
  await unsafeFakeSites({ database, client });
  expect(await client.inboxConsent(sender)).toBe('denied');
});

test('a grant that ran out is none, and its sender a stranger again', async () => {
  let nowMs = 0;
  const clock = { nowMs: () => nowMs };
  const { store, database, client } = await unsafeFakeSites({ clock });
  await store.grant(grantOf(shop, { openConversation: true }));
  nowMs = 366 * 24 * 60 * 60 * 1000;
  expect(store.sites()).toEqual([]);
  expect(store.subscriptionsOfSender(sender)).toEqual([]);
  await unsafeFakeSites({ clock, database, client });
  expect(await client.inboxConsent(sender)).toBe('unknown');
  expect(await database.count('sites')).toBe(0);
});

test('an origin that leaves takes its row with it', async () => {
  const { store, database } = await unsafeFakeSites();
  await store.grant(grantOf(shop));
  await store.revoke(shop);
  expect(await database.count('sites')).toBe(0);
});

test('changes at once are made one after the other', async () => {
  const changed: string[] = [];
  const { store } = await unsafeFakeSites({ onChange: (origin) => changed.push(origin) });
  await Promise.all([
    store.grant(grantOf(shop)),
    store.grant({ origin: shop, openConversation: true }),
    store.grant(grantOf(news)),
  ]);
  expect(store.site(shop)).toMatchObject({
    subscriptions: [{ senderInboxId: sender }],
    openConversation: {},
  });
  expect(changed).toEqual([shop, shop, news]);
});
