import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Page, Worker } from 'playwright-core';
import { generatePrivateKey } from 'viem/accounts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Shop, startShop } from '../../examples/dapp/startShop.ts';
import type { InboxProvider } from '../../src/bridge/page/inboxProvider.ts';
import type { Permissions } from '../../src/bridge/page/pageMethods.ts';
import { type Alert, badgeText, recordAlerts } from '../support/alertsOfWorker.ts';
import { type ExtensionBrowser, launchExtension } from '../support/extensionBrowser.ts';
import { inboxIdOf } from '../support/inboxIdOf.ts';
import { bubble, createAccount, inboxShown } from '../support/inboxPages.ts';
import { officialNodePeer } from '../support/officialNodePeer.ts';
import type { OfficialPeer } from '../support/officialPeer.ts';
import { type OurClient, ourClient } from '../support/ourClient.ts';
import { allow, openAppsTab, openSite, reject } from '../support/sitePages.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';

/** The shop's sender is one inbox with three installations: its backend, node-sdk, and our command line. */
const senderKey = generatePrivateKey();
const draft = 'Hello! Is the desk lamp coming back?';
const command = resolve(import.meta.dirname, '../../bin/wallet-inbox.js');
const folder = mkdtempSync(join(tmpdir(), 'wallet-inbox-shop-'));

let node: TestNode;
let shop: Shop;
let peer: OfficialPeer;
let stranger: OurClient;
let browser: ExtensionBrowser;
let worker: Worker;
let site: Page;
let inboxId: string;
let dmId: string;
let alerts: () => Promise<readonly Alert[]>;

beforeAll(async () => {
  node = await startTestNode();
  shop = await startShop({
    privateKey: senderKey,
    databasePath: join(folder, 'shop.db'),
    node: node.webUrl,
  });
  peer = await officialNodePeer({ grpcUrl: node.grpcUrl, privateKey: senderKey });
  await peer.startStream();
  await commandLine('register');
  stranger = await ourClient({ webUrl: node.webUrl });
  browser = await launchExtension();
  const onboarding = await browser.onboarding();
  const { address } = await createAccount(onboarding, { password: 'lamps at night', webUrl: node.webUrl });
  inboxId = await inboxIdOf(node.webUrl, address);
  await browser.closePages();
  worker = await browser.worker();
  alerts = await recordAlerts(worker);
  site = await browser.context.newPage();
  await site.goto(shop.url);
});

afterAll(async () => {
  await browser?.close();
  await stranger?.close();
  await peer?.close();
  await shop?.close();
  await node?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const shopButton = (name: string) => site.getByRole('button', { name, exact: true });
const shopSays = (text: string) => site.getByText(text).waitFor();

/** A window of the extension that a click in the shop brings up. */
async function windowAfter(click: () => Promise<void>): Promise<Page> {
  const [page] = await Promise.all([browser.context.waitForEvent('page'), click()]);
  await page.waitForURL(`chrome-extension://${browser.extensionId}/**`);
  return page;
}

/** Every window of the inbox: nobody reads. */
async function closeInbox(): Promise<void> {
  const pages = browser.context.pages().filter((page) => page.url().startsWith('chrome-extension:'));
  await Promise.all(pages.map((page) => page.close()));
  await site.bringToFront();
}

async function openShopSettings(): Promise<Page> {
  const popup = await browser.open('popup.html');
  await inboxShown(popup);
  await openAppsTab(popup);
  await openSite(popup, 'Lamp Shop');
  return popup;
}

async function sendFromNodeSdk(type: string, title: string): Promise<void> {
  await peer.sendEncoded(dmId, {
    authorityId: 'wallet-inbox',
    typeId: 'notification',
    versionMajor: 1,
    versionMinor: 0,
    parameters: { encoding: 'UTF-8' },
    fallback: `${title}\n\nfrom node-sdk`,
    content: new TextEncoder().encode(JSON.stringify({ type, title, body: 'from node-sdk' })),
  });
}

async function commandLine(...args: readonly string[]): Promise<void> {
  await promisify(execFile)(
    process.execPath,
    [command, ...args, '--data', join(folder, 'cli'), '--node', node.webUrl],
    { env: { ...process.env, WALLET_INBOX_KEY: senderKey } },
  );
}

const requestAlert = 'New message request';
const appAlerts = async () => (await alerts()).filter(({ title }) => title !== requestAlert);
const appAlertTitles = async () => (await appAlerts()).map(({ title }) => title);

/** A stranger's message does alert: when it has, whatever was to alert before it has, too. */
async function strangerAlerts(): Promise<void> {
  const requests = async () => (await alerts()).filter(({ title }) => title === requestAlert).length;
  const before = await requests();
  const { conversationId } = await stranger.client.openDm(inboxId);
  await (await stranger.client.sendText(conversationId, `stranger ${before}`)).sent;
  await expect.poll(requests, { timeout: 30_000 }).toBe(before + 1);
}

/** As ten minutes and more do: the budgets of all apps are full again. */
const refillAlerts = () => worker.evaluate(() => chrome.storage.session.remove('alerts.apps'));

test('the shop takes a no for a no, and sells all the same', async () => {
  await reject(await windowAfter(() => shopButton('Tell me when it ships').click()));
  await shopSays('All right, we will not write to you.');
  expect(await permissions()).toEqual({ grants: [] });
  await site.locator('[data-product="Reading lamp"] .buy').click();
  await shopSays('You will hear no more of it, as you asked for no messages.');
});

test('the shop asks, and the person allows all kinds but one', async () => {
  const approval = await windowAfter(() => shopButton('Tell me when it ships').click());
  await approval.getByText('This site lists the sender as its own.').waitFor();
  const words = (await approval.locator('main').textContent()) ?? '';
  expect(words).toContain(new URL(shop.url).host);
  expect(words).toContain('Lamp Shop');
  await allow(approval, { off: ['News'] });

  await shopSays('We write to you about nothing else.');
  expect(await site.getByRole('checkbox', { name: 'Orders' }).isChecked()).toBe(true);
  expect(await site.getByRole('checkbox', { name: 'Back in stock' }).isChecked()).toBe(true);
  expect(await site.getByRole('checkbox', { name: 'News' }).isChecked()).toBe(false);
  expect(await site.getByRole('checkbox', { name: 'News' }).isDisabled()).toBe(true);
});

test('what is on alerts, from whatever the sender writes with; all else arrives silently', async () => {
  await site.locator('[data-product="Paper lantern"] .buy').click();
  await shopSays('Order 1043: thank you! We wrote to your inbox.');
  await expect.poll(appAlerts, { timeout: 30_000 }).toMatchObject([
    {
      title: 'Order 1043 is on its way',
      body: 'Your paper lantern left us today and is with you tomorrow.',
      context: `Lamp Shop · ${new URL(shop.url).host}`,
    },
  ]);

  await peer.sync();
  dmId = (await peer.dm(inboxId)).conversationId;
  await sendFromNodeSdk('news', 'A kind that is off');
  await sendFromNodeSdk('offers', 'A kind that nobody asked for');
  await peer.sendText(dmId, 'only a text');
  // What comes together is one alert: the silent ones must be looked at before one that is not.
  await expect.poll(() => badgeText(worker), { timeout: 30_000 }).toBe('4');
  await strangerAlerts();
  expect(await appAlerts()).toHaveLength(1);
  await sendFromNodeSdk('restock', 'The desk lamp is back');
  await expect
    .poll(appAlertTitles, { timeout: 30_000 })
    .toEqual(['Order 1043 is on its way', 'The desk lamp is back']);

  const flags = ['--type', 'orders', '--title', 'Order 1043 is there', '--body', 'from the command line'];
  await commandLine('notify', '--to', inboxId, ...flags);
  await expect
    .poll(appAlerts, { timeout: 30_000 })
    .toMatchObject([{}, {}, { title: 'Order 1043 is there', body: 'from the command line' }]);
});

test('the fourth in a row is silent, and is counted like the others', async () => {
  await sendFromNodeSdk('orders', 'One too many');
  await expect.poll(() => badgeText(worker), { timeout: 30_000 }).toBe('7');
  await strangerAlerts();
  expect(await appAlerts()).toHaveLength(3);
});

test('all of it is under the site in the Apps tab, apart from what people write', async () => {
  const popup = await browser.open('popup.html');
  await inboxShown(popup);
  expect(await popup.locator('ul.rows button').count()).toBe(0);
  await openAppsTab(popup);
  const section = popup.getByRole('region', { name: 'Lamp Shop' });
  await section.getByRole('button').filter({ hasText: 'One too many' }).click();
  const thread = popup.getByRole('log');
  // It opens at what was not read yet, and draws what is near.
  for (const text of ['Order 1043 is on its way', 'A kind that is off', 'only a text']) {
    await thread.getByText(text).first().waitFor();
  }
  await popup.getByRole('button', { name: /^Jump to the newest message/ }).click();
  for (const text of ['Order 1043 is there', 'One too many']) await thread.getByText(text).first().waitFor();
  await closeInbox();
});

test('a draft of the shop is in the composer, and is sent by the person alone', async () => {
  const window = await windowAfter(() => shopButton('Ask the seller').click());
  const composer = window.getByLabel('Message', { exact: true });
  await expect.poll(() => composer.inputValue(), { timeout: 30_000 }).toBe(draft);
  await shopSays('Your inbox has the message ready');
  const isThere = async () => {
    await peer.sync();
    return (await peer.messages(dmId)).filter(({ text }) => text === draft).length;
  };
  expect(await isThere()).toBe(0);
  await window.getByRole('button', { name: 'Send' }).click();
  await bubble(window, draft).getByText('Sent', { exact: true }).waitFor();
  expect(await isThere()).toBe(1);
  await closeInbox();
});

test('unsubscribed in the page: the next message is silent, until the person allows it again', async () => {
  await refillAlerts();
  await shopButton('Unsubscribe').click();
  await shopSays('You will not hear from us again.');
  await sendFromNodeSdk('orders', 'After the end');
  await strangerAlerts();
  expect(await appAlerts()).toHaveLength(3);

  const approval = await windowAfter(() => shopButton('Write to me again').click());
  await allow(approval);
  await shopSays('Good to have you back.');
  await sendFromNodeSdk('orders', 'Back again');
  await expect.poll(appAlertTitles, { timeout: 30_000 }).toHaveLength(4);
  expect((await appAlertTitles()).at(-1)).toBe('Back again');
});

test('the page can narrow, and the person sees it', async () => {
  await site.getByRole('checkbox', { name: 'News' }).uncheck();
  await shopSays('Noted.');
  const popup = await openShopSettings();
  await popup.getByLabel('Orders', { exact: true }).waitFor();
  expect(await popup.getByLabel('Orders', { exact: true }).isChecked()).toBe(true);
  expect(await popup.getByLabel('News', { exact: true }).isChecked()).toBe(false);
});

test('unsubscribed in the popup: the page is told, and the next message is silent', async () => {
  const popup = await openShopSettings();
  await popup.getByRole('button', { name: 'Unsubscribe' }).click();
  await popup.getByRole('button', { name: 'Subscribe again' }).waitFor();
  await site.bringToFront();
  await shopSays('You have unsubscribed: whatever we send is blocked.');
  await closeInbox();
  await sendFromNodeSdk('orders', 'After the second end');
  await strangerAlerts();
  expect(await appAlerts()).toHaveLength(4);
});

test('what the person takes back is gone from the page, which is told', async () => {
  expect((await permissions()).grants).toHaveLength(2);
  const popup = await openShopSettings();
  await popup.getByRole('button', { name: 'Take everything back' }).click();
  await popup.getByRole('button', { name: 'Take back', exact: true }).click();
  await popup.getByText('This site has no rights.').waitFor();
  await site.bringToFront();
  await shopButton('Tell me when it ships').waitFor();
  expect(await permissions()).toEqual({ grants: [] });
});

/** What the page has, by the provider itself. */
function permissions(): Promise<Permissions> {
  return site.evaluate(() =>
    (window as unknown as { walletInbox: InboxProvider }).walletInbox.request({
      method: 'inbox_getPermissions',
    }),
  ) as Promise<Permissions>;
}
