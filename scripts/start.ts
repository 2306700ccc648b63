/**
 * `npm start`: the whole product on this machine. Builds the extension, runs the local node and the example shop,
 * opens Chromium with the extension, makes an account through its real onboarding, and lets a client on the official
 * SDK say hello and echo every answer. With a display it stays open until Ctrl-C; without one it does a round trip,
 * goes through the shop (ask, allow, order, notification), leaves screenshots in .cache/screenshots and ends.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { generatePrivateKey } from 'viem/accounts';
import { type Shop, startShop } from '../examples/dapp/startShop.ts';
import { recordAlerts } from '../tests/support/alertsOfWorker.ts';
import { type ExtensionBrowser, launchExtension } from '../tests/support/extensionBrowser.ts';
import { inboxIdOf } from '../tests/support/inboxIdOf.ts';
import {
  bubble,
  conversationRow,
  createAccount,
  inboxShown,
  openTab,
  sendMessage,
} from '../tests/support/inboxPages.ts';
import { officialNodePeer } from '../tests/support/officialNodePeer.ts';
import { allow, approvalPage, openAppsTab } from '../tests/support/sitePages.ts';
import { startTestNode } from '../tests/support/startTestNode.ts';
import { findBrowser } from './browser.ts';

const root = resolve(import.meta.dirname, '..');
const screenshots = join(root, '.cache', 'screenshots');
const password = 'local demo password';
const hello = 'Hello from an official XMTP client! Write back and I will echo it.';

const hasDisplay =
  process.platform !== 'linux' ||
  (process.env.DISPLAY ?? '') !== '' ||
  (process.env.WAYLAND_DISPLAY ?? '') !== '';

/** What was started and must be stopped, last first. */
const open: (() => Promise<unknown>)[] = [];
let isClosing = false;

async function closeAll(): Promise<void> {
  if (isClosing) return;
  isClosing = true;
  for (const close of open.reverse()) await close().catch((error: Error) => console.error(error.message));
}

function build(): void {
  const { status } = spawnSync(join(root, 'node_modules', '.bin', 'wxt'), ['build'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('the extension could not be built');
}

async function screenshot(page: Page, name: string): Promise<void> {
  const path = join(screenshots, `${name}.png`);
  await page.screenshot({ path });
  console.log(`screenshot   ${path}`);
}

/** The shop with a wallet of its own, whose store goes with it. */
async function openShop(webUrl: string): Promise<Shop> {
  const folder = mkdtempSync(join(tmpdir(), 'wallet-inbox-shop-'));
  open.push(async () => rmSync(folder, { recursive: true, force: true }));
  const databasePath = join(folder, 'shop.db');
  const shop = await startShop({ privateKey: generatePrivateKey(), databasePath, node: webUrl });
  open.push(() => shop.close());
  return shop;
}

/** What a person would do in the shop: ask for messages, allow them, order, and read what comes. */
async function goShopping(browser: ExtensionBrowser, site: Page): Promise<void> {
  const alerts = await recordAlerts(await browser.worker());
  await site.bringToFront();
  await site.getByRole('button', { name: 'Tell me when it ships' }).click();
  const approval = await approvalPage(browser.context);
  await approval.setViewportSize({ width: 400, height: 640 });
  await approval.locator('button:enabled').filter({ hasText: 'Allow' }).waitFor();
  await screenshot(approval, '5-approval');
  await allow(approval, { off: ['News'] });
  await site.getByRole('button', { name: 'Unsubscribe' }).waitFor();
  await site.getByRole('button', { name: 'Buy' }).first().click();
  await site.getByText('We wrote to your inbox.').waitFor();
  await screenshot(site, '6-shop');
  await site.emulateMedia({ colorScheme: 'dark' });
  await screenshot(site, '7-shop-dark');
  const popup = await browser.open('popup.html');
  await popup.setViewportSize({ width: 380, height: 600 });
  await inboxShown(popup);
  await openAppsTab(popup);
  await popup.getByRole('button').filter({ hasText: 'Order 1042 is on its way' }).waitFor();
  await screenshot(popup, '8-apps');
  await popup.getByRole('button').filter({ hasText: 'Order 1042 is on its way' }).click();
  await popup.getByRole('log').getByText('Order 1042 is on its way').waitFor();
  await screenshot(popup, '9-notification');
  await popup.close();
  for (const { title, context } of await alerts()) console.log(`alert        ${title} (${context})`);
}

async function main(): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  await findBrowser();
  console.log('building     the extension');
  build();

  const node = await startTestNode();
  open.push(() => node.stop());
  console.log(`node         ${node.grpcUrl} (gRPC), ${node.webUrl} (gRPC-web)`);

  const shop = await openShop(node.webUrl);
  console.log(`shop         ${shop.url}, sender ${shop.sender}`);

  const browser = await launchExtension({ headless: !hasDisplay });
  open.push(() => browser.close());
  console.log(
    `browser      Chromium ${browser.context.browser()?.version() ?? ''}, extension ${browser.extensionId}`,
  );
  const [site = await browser.context.newPage()] = browser.context.pages();
  await site.goto(shop.url);

  const page = await browser.onboarding();
  await page.getByRole('button', { name: 'Create an account' }).waitFor();
  await screenshot(page, '1-welcome');
  const { address } = await createAccount(page, { password, webUrl: node.webUrl });
  await screenshot(page, '2-ready');
  await page.getByRole('button', { name: 'Open the inbox' }).click();
  await inboxShown(page);
  console.log(`account      ${address} (password: ${password})`);

  const peer = await officialNodePeer({ grpcUrl: node.grpcUrl });
  open.push(() => peer.close());
  await peer.startEcho();
  const { conversationId } = await peer.dm(await inboxIdOf(node.webUrl, address));
  await peer.sendText(conversationId, hello);
  console.log(`peer         ${peer.address} (libxmtp ${peer.libxmtp}) said hello`);

  if (hasDisplay) {
    console.log(
      '\nThe inbox is open in Chromium: look under Requests, and visit the shop in the tab beside it.',
    );
    console.log('Ctrl-C ends everything.');
    const interrupted = new Promise<void>((done) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
      browser.context.once('close', () => done());
    });
    await interrupted;
    return;
  }

  await openTab(page, 'Requests');
  await conversationRow(page, 'Hello from an official').waitFor();
  await screenshot(page, '3-request');
  await conversationRow(page, 'Hello from an official').click();
  await bubble(page, hello).waitFor();
  await page.getByRole('button', { name: 'Accept' }).click();
  await sendMessage(page, 'Hello from the extension');
  await peer.waitForText('Hello from the extension');
  console.log('round trip   the peer read our answer');
  await bubble(page, 'echo: Hello from the extension').waitFor();
  console.log('round trip   the extension shows its echo');
  await page.locator('.row--unread').waitFor({ state: 'detached' });
  await screenshot(page, '4-thread');

  await goShopping(browser, site);

  const popup = await browser.open('popup.html');
  await popup.setViewportSize({ width: 380, height: 600 });
  await inboxShown(popup);
  await screenshot(popup, '10-popup');
  await popup.emulateMedia({ colorScheme: 'dark' });
  await screenshot(popup, '11-popup-dark');
  await popup.getByRole('button', { name: 'Lock', exact: true }).click();
  await popup.getByRole('heading', { name: 'Your inbox is locked' }).waitFor();
  await screenshot(popup, '12-locked');
  console.log('\nIt works. With a display (DISPLAY or WAYLAND_DISPLAY) the browser stays open.');
}

try {
  await main();
} catch (error) {
  console.error(`npm start failed: ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  await closeAll();
}
