import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchExtension } from '../support/extensionBrowser.ts';
import { inboxIdOf } from '../support/inboxIdOf.ts';
import { createAccount, inboxShown } from '../support/inboxPages.ts';
import { officialNodePeer } from '../support/officialNodePeer.ts';
import type { OfficialPeer } from '../support/officialPeer.ts';
import { type RawChromium, type RawPage, rawChromium } from '../support/rawChromium.ts';
import { startTestNode, type TestNode } from '../support/startTestNode.ts';

const password = 'no debugger here';
/** The browser ends an idle worker after 30 s: what still works after this lives by its own means. */
const longerThanIdleMs = 45_000;

let node: TestNode;
let peer: OfficialPeer;
let browser: RawChromium;
let watcher: RawPage;
let inboxId: string;
let profileDir: string;

beforeAll(async () => {
  node = await startTestNode();
  peer = await officialNodePeer({ grpcUrl: node.grpcUrl });
  // Playwright makes the account; from then on no debugger sees the worker.
  const onboarding = await launchExtension();
  const page = await onboarding.onboarding();
  const { address } = await createAccount(page, { password, webUrl: node.webUrl });
  inboxId = await inboxIdOf(node.webUrl, address);
  await page.getByRole('button', { name: 'Open the inbox' }).click();
  await inboxShown(page);
  profileDir = onboarding.profileDir;
  await onboarding.close({ keep: true });

  browser = await rawChromium(profileDir);
  const popup = await browser.open(`chrome-extension://${onboarding.extensionId}/popup.html`);
  await popup.until(`document.querySelector('input[type=password]')`);
  await popup.evaluate(`(() => {
    const input = document.querySelector('input[type=password]');
    input.value = ${JSON.stringify(password)};
    input.dispatchEvent(new Event('input', { bubbles: true }));
  })()`);
  await popup.until(`!document.querySelector('button[type=submit]').disabled`);
  await popup.evaluate(`document.querySelector('button[type=submit]').click()`);
  await popup.until(`document.querySelector('[role=tablist]')`);
  // A page of the extension that runs none of its code: it can ask the browser, and never wakes the worker.
  watcher = await browser.open(`chrome-extension://${onboarding.extensionId}/manifest.json`);
  await popup.close();
});

afterAll(async () => {
  await browser?.close();
  await peer?.close();
  await node?.stop();
  rmSync(profileDir, { recursive: true, force: true });
});

const badge = () => watcher.evaluate<string>('chrome.action.getBadgeText({})');
const alertCount = () =>
  watcher.evaluate<number>('chrome.notifications.getAll().then((all) => Object.keys(all).length)');

test('long after the last window closed, a message still leads to an alert and a count', async () => {
  await sleep(longerThanIdleMs);
  expect(await badge()).toBe('');
  const { conversationId } = await peer.dm(inboxId);
  const sentAtMs = Date.now();
  await peer.sendText(conversationId, 'are you there?');
  await expect.poll(badge, { timeout: 60_000, interval: 50 }).toBe('1');
  console.log(`alerted ${Date.now() - sentAtMs} ms after the message`);
  expect(await alertCount()).toBe(1);

  await sleep(longerThanIdleMs);
  await peer.sendText(conversationId, 'and now?');
  await expect.poll(badge, { timeout: 60_000, interval: 50 }).toBe('2');
}, 300_000);

test('a worker that was ended is back by itself, and tells of what came while it was gone', async () => {
  const { conversationId } = await peer.dm(inboxId);
  await browser.endWorker();
  await peer.sendText(conversationId, 'while your worker was dead');
  // The floor is an alarm each 30 s.
  await expect.poll(badge, { timeout: 60_000, interval: 50 }).toBe('3');
  expect((await browser.targets()).map(({ type }) => type)).toContain('service_worker');
}, 120_000);
